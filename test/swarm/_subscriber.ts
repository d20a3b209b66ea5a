import {once} from 'node:events';
import type {ExecutionContext} from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import {openSubscriber} from '../../source/redis/subscriber.js';

/** Somebody who listens on a channel, until the test ends. */
export async function subscriber(t: ExecutionContext, url: string, channel: string): Promise<{
	/** All messages so far. */
	readonly messages: readonly string[];
	/** What `handle` makes of the next message. */
	next<Result>(handle: (message: string) => Promise<Result>): Promise<Result>;
}> {
	const client = openSubscriber(parseAddress(url), 2, () => 1);
	t.teardown(() => {
		client.disconnect();
	});
	await once(client, 'ready');
	await client.subscribe(channel);
	const messages: string[] = [];
	client.on('message', (_channel, message) => {
		messages.push(message);
	});
	return {
		messages,
		async next(handle) {
			return new Promise((resolve, reject) => {
				client.once('message', (_channel, message) => {
					handle(message).then(resolve, reject);
				});
			});
		},
	};
}
