import {once} from 'node:events';
import {
	connect, createServer, type AddressInfo, type Socket,
} from 'node:net';
import type {ExecutionContext} from 'ava';

/** A way to Redis on which a reply can get lost. */
export type ReplyCutter = {
	readonly url: string;
	/** Cut the connection on which this text goes to Redis next, as soon as Redis has answered. Resolves when that is done. */
	cutReplyTo(text: string): Promise<void>;
};

/** Start one in front of a port of 127.0.0.1, for one test. */
export async function replyCutter(t: ExecutionContext, port: number): Promise<ReplyCutter> {
	const sockets = new Set<Socket>();
	let wanted: {readonly text: string; readonly done: () => void} | null = null;
	const proxy = createServer(client => {
		const redis = connect(port, '127.0.0.1');
		let isLast = false;
		for (const [one, other] of [[client, redis], [redis, client]] as const) {
			sockets.add(one);
			one.on('error', () => undefined).on('close', () => {
				sockets.delete(one);
				other.destroy();
			});
		}

		client.on('data', chunk => {
			if (wanted && chunk.includes(wanted.text)) {
				isLast = true;
			}

			redis.write(chunk);
		});
		redis.on('data', chunk => {
			if (isLast) {
				client.destroy();
				wanted?.done();
				wanted = null;
			} else {
				client.write(chunk);
			}
		});
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');
	t.teardown(() => {
		proxy.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	return {
		url: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
		async cutReplyTo(text) {
			return new Promise(resolve => {
				wanted = {text, done: resolve};
			});
		},
	};
}
