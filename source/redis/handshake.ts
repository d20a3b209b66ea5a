import {setTimeout as delay} from 'node:timers/promises';
import type {Redis} from 'ioredis';
import {asError} from '../protocol/user-error.js';
import type {ServerName} from '../text/server-text.js';
import type {ConnectionProblem} from '../text/connection-problems.js';
import type {Address} from './address.js';
import {endClient, isReplyError, type Client} from './ioredis-client.js';
import {connectionError} from './connection-problem.js';
import {explainConnectionError} from './connection-error.js';
import {greet, identifyServer} from './server-identity.js';

/**
Connect a new client and find out which server answers. One that still loads its data is waited for.

@param options.signal Ends the attempt; its reason is thrown.
@param options.timeoutMs How long all of it may take.
@throws {ConnectionError} that says what is wrong and what to do. The client is ended then.
*/
export async function makeContact(
	client: Client,
	address: Address,
	{signal, timeoutMs}: {readonly signal: AbortSignal; readonly timeoutMs: number},
): Promise<ServerName> {
	signal.throwIfAborted();
	const deadline = AbortSignal.timeout(timeoutMs);
	try {
		return await abortable(introduce(client, address, deadline), AbortSignal.any([signal, deadline]));
	} catch (error) {
		const problem = deadline.aborted && !client.failure() ? whereItHangs(client.redis, address) : undefined;
		// With Sentinels this can take a while, and nobody has to wait for it.
		void endClient(client.redis);
		signal.throwIfAborted();
		throw problem ? connectionError(problem, address) : explainConnectionError(client.failure() ?? error, address);
	}
}

async function introduce(client: Client, address: Address, signal: AbortSignal): Promise<ServerName> {
	await client.redis.connect();
	for (;;) {
		try {
			await greet(client.redis, address);
			break;
		} catch (error) {
			if (!isReplyError(error) || !error.message.startsWith('LOADING')) {
				throw error;
			}

			client.fail(error);
			await delay(100, undefined, {signal});
		}
	}

	client.forgive();
	return identifyServer(client.redis, address);
}

async function abortable<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
	return Promise.race([promise, new Promise<never>((_resolve, reject) => {
		signal.addEventListener('abort', () => {
			reject(asError(signal.reason));
		}, {once: true});
	})]);
}

function whereItHangs({status, stream}: Redis, address: Address): ConnectionProblem {
	if (status === 'connect' || status === 'ready') {
		return 'silent';
	}

	return address.kind === 'tcp' && address.tls && !stream.connecting ? 'silentTls' : 'unreachable';
}
