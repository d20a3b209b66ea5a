import {isIP} from 'node:net';
import {Redis, type RedisOptions} from 'ioredis';
import {match, type Handlers} from '../protocol/match.js';
import {asError} from '../protocol/user-error.js';
import type {Address} from './address.js';

/** A command without a reply, and an attempt to connect, fail after so long. */
export const timeoutMs = 5000;

/** The delay before reconnecting: 50 ms doubling to 2 s, minus up to half at random, so that a swarm does not return all at once. `attempt` counts from 1. */
export function retryDelayMs(attempt: number): number {
	return Math.min(50 * (2 ** (attempt - 1)), 2000) * (1 - (Math.random() / 2));
}

/** Options of a client for requests. While the link is down every command fails at once; none is sent twice. */
export function requestOptions(address: Address): RedisOptions {
	return {
		...commonOptions(address),
		lazyConnect: true,
		// The only way to notice a half-open connection.
		commandTimeout: timeoutMs,
		enableOfflineQueue: false,
	};
}

/** Options of a client that subscribes, on every `ready`, because tracking must be armed first. `protocol`: RESP 3 for servers that push only there. */
export function subscriberOptions(address: Address, protocol: 2 | 3): RedisOptions {
	return {...commonOptions(address), protocol, autoResubscribe: false};
}

function commonOptions(address: Address): RedisOptions {
	const {db, username, password} = address;
	return {
		...match('kind', address, places),
		...(username !== undefined && {username}),
		// Users without a password need an empty one.
		...((username ?? password) !== undefined && {password: password ?? ''}),
		db,
		protocol: 2,
		connectTimeout: timeoutMs,
		// What was in flight when the link broke is not sent again.
		maxRetriesPerRequest: 0,
		// How long a socket that we closed may take to end.
		disconnectTimeout: 200,
		// Both send commands that restricted users may not run or old servers do not know, and print the reply.
		enableReadyCheck: false,
		disableClientInfo: true,
		// After a failover the old primary refuses writes: find the new one. The caller sees the error.
		reconnectOnError: (error: Error) => /\bREADONLY\b/.test(error.message),
	};
}

const places: Handlers<'kind', Address, RedisOptions> = {
	unix: ({path}) => ({path}),
	// Node sends SNI only when given a name, and an IP address is none.
	tcp: ({host, port, tls}) => ({host, port, ...(tls && {tls: isIP(host) === 0 ? {servername: host} : {}})}),
	sentinel: ({sentinels, name, tls}) => ({
		sentinels: [...sentinels],
		name,
		sentinelCommandTimeout: timeoutMs,
		...(tls && {tls: {}, enableTLSForSentinelMode: true, sentinelTLS: {}}),
	}),
};

/** An ioredis client that prints nothing and keeps its last error. */
export type Client = {
	readonly redis: Redis;
	/** What last went wrong; whoever sees the link work clears it. */
	failure: Error | undefined;
};

/** @param retry Milliseconds until the next attempt to connect; `null`: none. Not asked after a failed login. */
export function createClient(options: RedisOptions, retry: () => number | null): Client {
	const retryStrategy = () => isRejected(client) ? null : retry();
	const redis = new Redis({...options, retryStrategy, sentinelRetryStrategy: retryStrategy});
	const client: Client = {redis, failure: undefined};
	authenticateQuietly(redis);
	// Without a listener, ioredis prints errors.
	redis.on('error', (error: Error & {readonly command?: {readonly name: string}}) => {
		client.failure = error;
		if (error.command?.name === 'select') {
			// Otherwise ioredis continues in db 0, which belongs to somebody else.
			redis.disconnect(true);
		}
	});
	return client;
}

/** Whether the server rejected our credentials, so that retrying is no use. */
export function isRejected({failure}: Client): boolean {
	return /WRONGPASS|NOAUTH|invalid password|'auth' command/.test(failure?.message ?? '');
}

/** End a client that does not reconnect on its own, without waiting for replies. Resolves when its socket is closed. */
export async function endClient(redis: Redis): Promise<void> {
	if (redis.status === 'end') {
		return;
	}

	const ended = new Promise<void>(resolve => {
		redis.once('end', resolve);
	});
	redis.disconnect();
	await ended;
}

/** Whether an error is a reply of the server, rather than a broken link. */
export function isReplyError(error: unknown): error is Error {
	return error instanceof Error && error.name === 'ReplyError';
}

type Authenticate = (...credentials: readonly string[]) => Promise<'OK'>;

// Two replies to AUTH make ioredis print warnings. An unneeded password is harmless; a server without users is too old.
function authenticateQuietly(redis: Redis) {
	const authenticate = redis.auth.bind(redis) as unknown as Authenticate;
	const quietly: Authenticate = async (...credentials) => authenticate(...credentials).catch((error: unknown) => {
		const {message} = asError(error);
		if (/no password is set|without any password configured/.test(message)) {
			return 'OK';
		}

		throw message.includes('wrong number of arguments for \'auth\'') ? new Error('unsupported form of the \'auth\' command') : error;
	});
	redis.auth = quietly as unknown as Redis['auth'];
}
