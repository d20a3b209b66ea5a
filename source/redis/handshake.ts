import {once} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import type {Redis} from 'ioredis';
import type {ServerName} from '../text/server-text.js';
import type {ConnectionProblem} from '../text/connection-problems.js';
import type {Address} from './address.js';
import {isNewEnough} from './choose-server.js';
import {ConnectionError, explainConnectionError} from './connection-error.js';
import {endClient, isReplyError, type Client} from './ioredis-client.js';
import {pairsOf} from './reply-pairs.js';

/**
Connect a new client and identify the server. Waits while the server loads its data.

@param options.signal Aborts the attempt; its reason is thrown.
@param options.timeoutMs For the whole attempt.
@throws {ConnectionError} After ending the client.
*/
export async function shakeHands(
	client: Client,
	address: Address,
	{signal, timeoutMs}: {readonly signal: AbortSignal; readonly timeoutMs: number},
): Promise<ServerName> {
	signal.throwIfAborted();
	const deadline = AbortSignal.timeout(timeoutMs);
	const either = AbortSignal.any([signal, deadline]);
	const aborted = once(either, 'abort').then(() => {
		throw new Error('aborted');
	});
	try {
		return await Promise.race([aborted, connectAndIdentify(client, address, either)]);
	} catch (error) {
		const problem = deadline.aborted && !client.failure ? whereItHangs(client.redis, address) : undefined;
		// Not awaited: it can take a while with Sentinels.
		void endClient(client.redis);
		signal.throwIfAborted();
		throw problem ? new ConnectionError(problem, address) : explainConnectionError(client.failure ?? error, address);
	}
}

async function connectAndIdentify(client: Client, address: Address, signal: AbortSignal): Promise<ServerName> {
	await client.redis.connect();
	for (;;) {
		try {
			await ping(client.redis, address);
			break;
		} catch (error) {
			if (!isReplyError(error) || !error.message.startsWith('LOADING')) {
				throw error;
			}

			client.failure = error;
			await delay(100, undefined, {signal});
		}
	}

	client.failure = undefined;
	return identifyServer(client.redis, address);
}

function whereItHangs({status, stream}: Redis, address: Address): ConnectionProblem {
	if (status === 'connect' || status === 'ready') {
		return 'silent';
	}

	return address.kind === 'tcp' && address.tls && !stream.connecting ? 'silentTls' : 'unreachable';
}

/** @throws {ConnectionError} when the reply is not that of a Redis; the server's error, unless it shows that the server is alive. */
export async function ping(redis: Redis, address: Address): Promise<void> {
	try {
		const reply = await redis.call('PING');
		if (reply !== 'PONG') {
			throw new ConnectionError('notRedis', address, 'its reply to PING is not PONG');
		}
	} catch (error) {
		// A Redis that cannot save to disk refuses even PING, but still serves reads.
		if (!/NOPERM|MISCONF/.test(String(error))) {
			throw error;
		}
	}
}

/** @throws {ConnectionError} when the server is too old, a cluster, a Sentinel, or not a Redis. */
async function identifyServer(redis: Redis, address: Address): Promise<ServerName> {
	const facts = await readFacts(redis);
	const isValkey = facts.get('server_name') === 'valkey' || facts.get('server') === 'valkey';
	const version = facts.get('valkey_version') ?? facts.get('redis_version') ?? facts.get('version');
	// Valkey says server_mode, or redis_mode if configured to be compatible.
	const mode = facts.get('server_mode') ?? facts.get('redis_mode') ?? facts.get('mode');
	if (version === undefined) {
		throw new ConnectionError('notRedis', address, 'it does not report a version');
	}

	if (mode === 'cluster' || mode === 'sentinel') {
		throw new ConnectionError(mode === 'cluster' ? 'cluster' : 'isSentinel', address);
	}

	if (!isValkey && !isNewEnough(version)) {
		throw new ConnectionError('tooOld', address, `this one is ${/^[\d.]+/.exec(version)?.[0] ?? 'older'}`);
	}

	return {name: facts.get('availability_zone')?.startsWith('haiku-swarm') ? 'embedded' : (isValkey ? 'valkey' : 'redis'), version};
}

async function readFacts(redis: Redis): Promise<ReadonlyMap<string, string>> {
	try {
		const info = String(await redis.call('INFO', 'server'));
		return new Map(info.split('\r\n').map(line => line.split(/:(.*)/s, 2) as [string, string]));
	} catch (error) {
		// Managed services and restricted users often cannot run INFO. HELLO (since 6.0) tells the same.
		if (!/noperm|unknown command/i.test(String(error))) {
			throw error;
		}

		return pairsOf(await redis.call('HELLO'));
	}
}
