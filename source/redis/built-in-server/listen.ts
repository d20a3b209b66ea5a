import {chmod, rm} from 'node:fs/promises';
import {once} from 'node:events';
import {
	connect, createServer, type ListenOptions, type Server as SocketServer, type Socket,
} from 'node:net';
import path from 'node:path';
import {serve} from './connection.js';
import type {Server} from './server.js';

/**
Listen for clients, on the addresses and the socket of the settings.

@returns How to stop that. Connections go on.
@throws {Error} with a text like that of Redis, when nothing can be listened on.
*/
export async function listen(server: Server): Promise<() => void> {
	const {port, bind, unixsocket, dir} = server.settings;
	const listeners: SocketServer[] = [];
	const stop = () => {
		for (const listener of listeners) {
			listener.close();
		}
	};

	try {
		for (const address of port === 0 ? [] : bind) {
			const host = address.replace(/^-/, '');
			try {
				listeners.push(await listenOn(server, {host, port, backlog: 511}));
			} catch (error) {
				// A machine without IPv6 will do.
				if (!(address.startsWith('-') && /EADDRNOTAVAIL|EAFNOSUPPORT/.test(String(error)))) {
					throw describe(error, `${host}:${port}`);
				}
			}
		}

		if (unixsocket !== '') {
			const file = path.resolve(dir, unixsocket);
			await makeWay(file);
			listeners.push(await listenOn(server, {path: file, backlog: 511}));
			await chmod(file, 0o700);
		}
	} catch (error) {
		stop();
		throw error;
	}

	return stop;
}

async function listenOn(server: Server, options: ListenOptions): Promise<SocketServer> {
	const listener = createServer(socket => {
		if (isLocal(socket)) {
			serve(server, socket);
		} else {
			socket.destroy();
		}
	});
	listener.listen(options);
	await once(listener, 'listening');
	return listener;
}

/** Only this machine may come in, whatever was listened on. */
function isLocal({remoteAddress}: Socket): boolean {
	return remoteAddress === undefined || /^(?:::ffff:)?127\.|^::1$/.test(remoteAddress);
}

function describe(error: unknown, address: string): Error {
	const message = error instanceof Error ? error.message : String(error);
	return new Error(`Could not create server TCP listening socket ${address}: ${message.includes('EADDRINUSE') ? 'bind: Address already in use' : message}`);
}

// A socket that a dead server has left behind is taken over; one that is alive never.
async function makeWay(file: string): Promise<void> {
	const probe = connect(file);
	try {
		await once(probe, 'connect');
	} catch {
		await rm(file, {force: true});
		return;
	} finally {
		probe.destroy();
	}

	throw new Error(`Opening Unix socket ${file}: bind: Address already in use`);
}
