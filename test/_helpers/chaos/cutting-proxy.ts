/*
A way to Redis that breaks. Again and again a connection by chance is *doomed*: it is cut at the next bytes that come from one side, before them or in the middle of them, or when the next one is doomed.
So a command is lost, arrives in part, or is executed and its reply never comes: the three cases that a client cannot tell apart.
*/
import type {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {
	connect, createServer, type AddressInfo, type Socket,
} from 'node:net';
import {pick} from './chance.js';

const fates = ['no request', 'half a request', 'no reply', 'half a reply'] as const;

type Fate = (typeof fates)[number];

type Link = {readonly client: Socket; readonly server: Socket};

/** A proxy on 127.0.0.1 that cuts what goes through it. */
export type CuttingProxy = {
	readonly url: string;
	/** How many connections it has cut. */
	readonly cuts: number;
	/** How many of them when Redis had said something and the client did not know yet. */
	readonly lostReplies: number;
	/** From now on, cut a connection again and again. */
	cutEvery(intervalMs: number): void;
	/** Cut all connections and listen no more. */
	close(): Promise<void>;
};

/** Start a proxy to a port of 127.0.0.1, which cuts nothing at first. */
export async function startCuttingProxy(port: number): Promise<CuttingProxy> {
	const links = new Set<Link>();
	let doomed: {readonly link: Link; readonly fate: Fate} | undefined;
	let cuts = 0;
	let lostReplies = 0;
	let timer: NodeJS.Timeout | undefined;

	const end = (link: Link) => {
		links.delete(link);
		link.client.destroy();
		link.server.destroy();
	};

	/** Cut a connection, after the first half of some bytes where there are some. */
	const cut = (link: Link, to?: Socket, chunk?: Buffer) => {
		doomed = undefined;
		cuts++;
		links.delete(link);
		if (to && chunk) {
			to.write(chunk.subarray(0, chunk.length / 2), () => {
				end(link);
			});
		} else {
			end(link);
		}
	};

	const fateOf = (link: Link) => doomed?.link === link ? doomed.fate : null;

	const proxy = createServer({noDelay: true}, client => {
		const server = connect({port, host: '127.0.0.1', noDelay: true});
		const link: Link = {client, server};
		links.add(link);
		for (const socket of [client, server]) {
			// Redis is down, or somebody has left: the other side learns of it.
			socket.on('error', () => undefined).on('close', () => {
				end(link);
			});
		}

		client.on('data', chunk => {
			if (!links.has(link)) {
				return;
			}

			switch (fateOf(link)) {
				case 'no request': {
					cut(link);
					break;
				}

				case 'half a request': {
					cut(link, server, chunk);
					break;
				}

				default: {
					server.write(chunk);
				}
			}
		});
		server.on('data', chunk => {
			if (!links.has(link)) {
				return;
			}

			switch (fateOf(link)) {
				case 'no reply': {
					lostReplies++;
					cut(link);
					break;
				}

				case 'half a reply': {
					lostReplies++;
					cut(link, client, chunk);
					break;
				}

				default: {
					client.write(chunk);
				}
			}
		});
	});
	proxy.listen(0, '127.0.0.1');
	await once(proxy, 'listening');

	return {
		url: `redis://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
		get cuts() {
			return cuts;
		},
		get lostReplies() {
			return lostReplies;
		},
		cutEvery(intervalMs) {
			timer = setInterval(() => {
				if (doomed && links.has(doomed.link)) {
					cut(doomed.link);
				}

				const link = pick([...links]);
				const fate = pick(fates);
				doomed = link && fate && {link, fate};
			}, intervalMs);
		},
		async close() {
			clearInterval(timer);
			const closed = once(proxy, 'close');
			proxy.close();
			for (const link of links) {
				end(link);
			}

			await closed;
		},
	};
}
