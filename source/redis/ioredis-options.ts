import {isIP} from 'node:net';
import type {RedisOptions} from 'ioredis';
import type {Address} from './address.js';

/**
Milliseconds after which an unanswered command, and an attempt to connect, count as failed.
*/
export const patienceMs = 5000;

/**
How long to wait before the given attempt to connect again, in milliseconds: from 50 ms, doubling, to 2 s, minus up to half of it by chance, so that a swarm does not come back in one instant.

@param attempt 1 for the first.
*/
export function retryDelayMs(attempt: number): number {
	return Math.min(50 * (2 ** (attempt - 1)), 2000) * (1 - (Math.random() / 2));
}

/**
Options of an ioredis client for requests. While the link is down every command fails at once, and none is ever sent twice.
*/
export function requestOptions(address: Address) {
	return {
		...commonOptions(address),
		protocol: 2,
		// The only way to notice a link that is half open.
		commandTimeout: patienceMs,
		enableOfflineQueue: false,
	} satisfies RedisOptions;
}

/**
Options of an ioredis client that listens. It connects by itself; whoever uses it subscribes on every `ready` event, because only so tracking can be armed first.

@param protocol RESP version: 2 everywhere, 3 for servers that push only there.
*/
export function subscriberOptions(address: Address, protocol: 2 | 3) {
	return {
		...commonOptions(address),
		protocol,
		lazyConnect: false,
		autoResubscribe: false,
	} satisfies RedisOptions;
}

function commonOptions(address: Address) {
	return {
		...placeOptions(address),
		// `AUTH` with an empty password is right for users that have none; without a user it would be sent for nothing.
		...(address.username === undefined ? {} : {username: address.username}),
		...(address.username === undefined && address.password === undefined ? {} : {password: address.password ?? ''}),
		db: address.db,
		lazyConnect: true,
		connectTimeout: patienceMs,
		// What was in flight when the link broke fails, and is not sent again.
		maxRetriesPerRequest: 0,
		// How long a socket that we have closed may take to end.
		disconnectTimeout: 200,
		// Both send commands that a restricted user may not run, or that old servers do not know, and print what comes back.
		enableReadyCheck: false,
		disableClientInfo: true,
		// After a failover the old primary refuses writes: find the new one. The command was not executed, its caller learns of it.
		reconnectOnError: (error: Error) => /\bREADONLY\b/.test(error.message),
	} satisfies RedisOptions;
}

function placeOptions(address: Address) {
	switch (address.kind) {
		case 'unix': {
			return {path: address.path} satisfies RedisOptions;
		}

		case 'tcp': {
			const {host, port, tls} = address;
			return {
				host,
				port,
				// Node asks for a name (SNI) only when it is told one, and an IP address is none.
				...(tls && {tls: isIP(host) === 0 ? {servername: host} : {}}),
			} satisfies RedisOptions;
		}

		case 'sentinel': {
			const {sentinels, name, tls} = address;
			return {
				sentinels: sentinels.map(sentinel => ({...sentinel})),
				name,
				sentinelCommandTimeout: patienceMs,
				...(tls && {tls: {}, enableTLSForSentinelMode: true, sentinelTLS: {}}),
			} satisfies RedisOptions;
		}
	}
}
