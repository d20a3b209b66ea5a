import {once} from 'node:events';
import {createServer, type AddressInfo, type Socket} from 'node:net';
import type {ExecutionContext} from 'ava';

/**
A TCP server on a port that the system picks, for what a real Redis does not do. It ends with the test, and so do its connections.

@returns Its port.
*/
export async function fakeServer(t: ExecutionContext, onConnection: (socket: Socket) => void): Promise<number> {
	const sockets = new Set<Socket>();
	const server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.once('close', () => {
			sockets.delete(socket);
		});
		onConnection(socket);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	t.teardown(() => {
		server.close();
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	return (server.address() as AddressInfo).port;
}

/**
A server that speaks enough RESP to answer commands without arguments of more than one line.

@param answer From the name of the command, in capitals, to the reply as it goes over the wire.
*/
export async function fakeRedis(t: ExecutionContext, answer: (command: string, args: readonly string[]) => string): Promise<number> {
	return fakeServer(t, socket => {
		let input = '';
		socket.on('data', chunk => {
			input += chunk.toString();
			for (;;) {
				const command = /^\*(?<count>\d+)\r\n/.exec(input);
				const count = Number(command?.groups?.count);
				const lines = input.split('\r\n');
				// A command is its count, then a length and a text for each item.
				if (!command || lines.length <= 1 + (2 * count)) {
					return;
				}

				const items = Array.from({length: count}, (_, index) => lines[2 + (2 * index)] ?? '');
				input = lines.slice(1 + (2 * count)).join('\r\n');
				socket.write(answer((items[0] ?? '').toUpperCase(), items.slice(1)));
			}
		});
	});
}
