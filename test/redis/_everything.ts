import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import type {Connection} from '../../source/redis/connection.js';
import {openSubscriber} from '../../source/redis/subscriber.js';

const readers = {
	string: ['GET'], hash: ['HGETALL'], list: ['LRANGE', 0, -1], zset: ['ZRANGE', 0, -1, 'WITHSCORES'],
} as const;

async function dump(connection: Connection): Promise<readonly string[]> {
	const keys = await connection.call('KEYS', '*') as readonly string[];
	const lines = await Promise.all(keys.map(async key => {
		const kind = String(await connection.call('TYPE', key));
		const [reader, ...range] = readers[kind as keyof typeof readers];
		const [ttlMs, value] = await Promise.all([connection.call('PTTL', key), connection.call(reader, key, ...range)]);
		return JSON.stringify([key, kind, Number(ttlMs) > 0 ? 'expires' : 'stays', value]);
	}));
	return lines.toSorted();
}

/** What scripts leave behind: everything that is in Redis, and everything that was published. */
export type Everything = {
	/** One line per key: name, type, whether it expires, value. */
	readonly keys: readonly string[];
	/** `channel message`, in their order. */
	readonly messages: readonly string[];
};

/** Remember from now on what is published on the channels of the protocol, and look at everything when asked. */
export async function onlooker(t: ExecutionContext, url: string, connection: Connection): Promise<{look(): Promise<Everything>}> {
	const client = openSubscriber(parseAddress(url), 2, () => 1);
	t.teardown(() => {
		client.disconnect();
	});
	await once(client, 'ready');
	await client.psubscribe('channel:*', 'looked');
	const messages: string[] = [];
	let onLooked: () => void = () => undefined;
	client.on('pmessage', (_pattern, channel, message) => {
		if (channel === 'looked') {
			onLooked();
		} else {
			messages.push(`${channel} ${message}`);
		}
	});
	return {
		async look() {
			const keys = await dump(connection);
			const heard = new Promise<void>(resolve => {
				onLooked = resolve;
			});
			// What comes after all the rest has come shows that nothing is missing.
			await connection.call('PUBLISH', 'looked', '');
			await heard;
			return {keys, messages: [...messages]};
		},
	};
}

/** Do something twice, and check that the second time changes nothing and publishes nothing. Returns what came of both. */
export async function twice<Result>(t: ExecutionContext, {look}: {look(): Promise<Everything>}, act: () => Promise<Result>): Promise<readonly [Result, Result]> {
	const first = await act();
	const after = await look();
	const second = await act();
	t.deepEqual(await look(), after);
	return [first, second];
}
