import type {Redis} from 'ioredis';
import {cleanText} from '../protocol/clean-text.js';
import type {Address} from './address.js';
import {connectionError} from './connection-problem.js';
import {isNewEnough} from './server-version.js';

/**
Which server answers, like `redis` `7.0.15`. Servers that only speak the protocol of Redis count as `redis`, except for our own, whose version is the one of Redis that it follows.
*/
export type ServerIdentity = {
	readonly name: 'redis' | 'valkey' | 'built-in';
	readonly version: string;

	/** What people should know of how the built-in server started: what was mended, or lost. */
	readonly notice?: string;
};

/**
Name a server for people.
*/
export function describeServer({name, version}: ServerIdentity): string {
	return name === 'built-in' ? 'built-in server' : `${name} ${version}`;
}

/**
What is different with the built-in server, and what to do where that matters.
*/
export const builtInDifference = 'This is the built-in server, made for one machine: loopback only, no TLS, no users, no replicas, no Lua but our own scripts. '
	+ 'Where valkey-server or redis-server is installed, it is started in place of this one, and takes over the data.';

/**
Ask for a sign of life. That we lack the permission to ask, or that it cannot save to its disk, is one as well; other refusals are thrown, as are errors of the link.

@throws {ConnectionError} when what answers is no Redis.
*/
export async function greet(redis: Redis, address: Address): Promise<void> {
	try {
		const reply = await redis.call('PING');
		if (reply !== 'PONG') {
			throw connectionError('notRedis', address, 'its answer to PING is not PONG');
		}
	} catch (error) {
		// A Redis that cannot save refuses even PING, and still can be read.
		if (!/NOPERM|MISCONF/.test(String(error))) {
			throw error;
		}
	}
}

/**
Find out which server answers, and that we can work with it.

@throws {ConnectionError} when it is too old, a cluster, a Sentinel, or no Redis.
*/
export async function identifyServer(redis: Redis, address: Address): Promise<ServerIdentity> {
	const facts = await readFacts(redis);
	if (facts.get('server_name') === 'haiku-swarm') {
		const notice = facts.get('haiku_swarm_notice');
		return {name: 'built-in', version: facts.get('redis_version') ?? '', ...(notice !== undefined && {notice: cleanText(notice)})};
	}

	const isValkey = facts.get('server_name') === 'valkey' || facts.get('server') === 'valkey';
	const version = facts.get('valkey_version') ?? facts.get('redis_version') ?? facts.get('version');
	const mode = facts.get('redis_mode') ?? facts.get('mode');
	if (version === undefined) {
		throw connectionError('notRedis', address, 'it tells no version');
	}

	if (mode === 'cluster' || mode === 'sentinel') {
		throw connectionError(mode === 'cluster' ? 'cluster' : 'isSentinel', address);
	}

	if (!isValkey && !isNewEnough(version)) {
		throw connectionError('tooOld', address, `this one is ${/^[\d.]+/.exec(version)?.[0] ?? 'older'}`);
	}

	return {name: isValkey ? 'valkey' : 'redis', version};
}

async function readFacts(redis: Redis): Promise<ReadonlyMap<string, string>> {
	try {
		return readInfo(String(await redis.call('INFO', 'server')));
	} catch (error) {
		// Managed services and restricted users often cannot run INFO. Every server since 6.0 introduces itself by HELLO.
		if (!/noperm|unknown command/i.test(String(error))) {
			throw error;
		}

		const pairs = await redis.call('HELLO');
		return Array.isArray(pairs) ? readPairs(pairs) : new Map();
	}
}

function readInfo(info: string): ReadonlyMap<string, string> {
	return new Map(info.split('\r\n').map(line => {
		const colon = line.indexOf(':');
		return [line.slice(0, colon), line.slice(colon + 1)];
	}));
}

function readPairs(pairs: readonly unknown[]): ReadonlyMap<string, string> {
	const map = new Map<string, string>();
	for (let index = 0; index + 1 < pairs.length; index += 2) {
		map.set(String(pairs[index]), String(pairs[index + 1]));
	}

	return map;
}
