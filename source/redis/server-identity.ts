import type {Redis} from 'ioredis';
import type {ServerName} from '../text/server-text.js';
import type {Address} from './address.js';
import {connectionError} from './connection-problem.js';
import {isNewEnough} from './server-version.js';

/**
Send `PING`. A server that refuses it for lack of permission, or because it cannot save to its disk, is alive too; other errors are thrown.

@throws {ConnectionError} when the reply is not that of a Redis.
*/
export async function greet(redis: Redis, address: Address): Promise<void> {
	try {
		const reply = await redis.call('PING');
		if (reply !== 'PONG') {
			throw connectionError('notRedis', address, 'its reply to PING is not PONG');
		}
	} catch (error) {
		// A Redis that cannot save refuses even PING, but still serves reads.
		if (!/NOPERM|MISCONF/.test(String(error))) {
			throw error;
		}
	}
}

/**
Find out which server this is, and whether it can be used. Servers that only speak the protocol count as `redis`.

@throws {ConnectionError} when it is too old, a cluster, a Sentinel, or no Redis.
*/
export async function identifyServer(redis: Redis, address: Address): Promise<ServerName> {
	const facts = await readFacts(redis);
	const isValkey = facts.get('server_name') === 'valkey' || facts.get('server') === 'valkey';
	const version = facts.get('valkey_version') ?? facts.get('redis_version') ?? facts.get('version');
	// Valkey calls it server_mode, unless it is told to be compatible.
	const mode = facts.get('server_mode') ?? facts.get('redis_mode') ?? facts.get('mode');
	if (version === undefined) {
		throw connectionError('notRedis', address, 'it does not report a version');
	}

	if (mode === 'cluster' || mode === 'sentinel') {
		throw connectionError(mode === 'cluster' ? 'cluster' : 'isSentinel', address);
	}

	if (!isValkey && !isNewEnough(version)) {
		throw connectionError('tooOld', address, `this one is ${/^[\d.]+/.exec(version)?.[0] ?? 'older'}`);
	}

	return {name: facts.get('availability_zone')?.startsWith('haiku-swarm') ? 'embedded' : (isValkey ? 'valkey' : 'redis'), version};
}

async function readFacts(redis: Redis): Promise<ReadonlyMap<string, string>> {
	try {
		return readInfo(String(await redis.call('INFO', 'server')));
	} catch (error) {
		// Managed services and restricted users often cannot run INFO. Since 6.0, HELLO tells the same.
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
