import {once} from 'node:events';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import type {ExecutionContext} from 'ava';

/** A process that has connected. */
export type Connected = {
	/** Resolves when it has ended. */
	readonly ended: Promise<unknown>;
	/** Let its connection end. */
	release(): void;
};

/** Notices when processes end: each holds a connection, which ends with it. */
export type Lifeline = {
	readonly port: number;
	/** A script of Node's that connects, and ends when the connection does or it is killed, but not by SIGTERM. */
	readonly stubborn: string;
	/** The next process that connects. */
	next(): Promise<Connected>;
};

/** Make one that lasts as long as a test. */
export async function lifeline(t: ExecutionContext): Promise<Lifeline> {
	const server = createServer();
	const all = new Set<Socket>();
	const unseen: Socket[] = [];
	const waiting: Array<(socket: Socket) => void> = [];
	server.on('connection', socket => {
		all.add(socket.on('error', () => undefined).resume());
		const waiter = waiting.shift();
		if (waiter) {
			waiter(socket);
		} else {
			unseen.push(socket);
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
		for (const socket of all) {
			socket.destroy();
		}
	});
	const {port} = server.address() as AddressInfo;
	return {
		port,
		stubborn: `process.on("SIGTERM", () => {}); require("node:net").connect(${port}, "127.0.0.1").on("close", () => process.exit()).resume();`,
		async next() {
			const socket = unseen.shift() ?? await new Promise<Socket>(resolve => {
				waiting.push(resolve);
			});
			return {
				ended: once(socket, 'close'),
				release() {
					socket.end();
				},
			};
		},
	};
}
