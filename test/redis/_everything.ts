import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import {openSubscriber, type Connection} from '../../source/redis/connection.js';

const dump = `
	local all = {}
	for _, key in ipairs(redis.call('KEYS', '*')) do
		local kind = redis.call('TYPE', key).ok
		local read = {string = {'GET', key}, hash = {'HGETALL', key}, list = {'LRANGE', key, 0, -1}, zset = {'ZRANGE', key, 0, -1, 'WITHSCORES'}}
		local value = redis.call(unpack(read[kind]))
		all[#all + 1] = cjson.encode({key, kind, redis.call('PTTL', key) > 0 and 'expires' or 'stays', value})
	end
	table.sort(all)
	return all
`;

/** What scripts leave behind: everything that is in Redis, and everything that was published. */
export type Everything = {
	/** One line per key: name, type, whether it expires, value. */
	readonly keys: readonly string[];
	/** `channel message`, in their order. */
	readonly messages: readonly string[];
};

/** Remember from now on what is published on the channels of the protocol, and look at everything when asked. */
export async function onlooker(t: ExecutionContext, url: string, connection: Connection): Promise<{look(): Promise<Everything>}> {
	const client = openSubscriber(parseAddress(url), 2);
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
			const keys = await connection.call('EVAL', dump, 0) as readonly string[];
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
