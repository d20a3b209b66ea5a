import {once} from 'node:events';
import {rm} from 'node:fs/promises';
import {
	connect, createServer, type Server, type Socket,
} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import type {Settings} from './settings.js';

/** Where clients come from. They are kept waiting until `start`. */
export type Listeners = {
	start(onClient: (socket: Socket) => void): void;
	close(): void;
};

/** Take the ports and the socket that the settings name. @throws When one is taken. */
export async function listen({port, bind, unixsocket, dir}: Settings): Promise<Listeners> {
	const servers: Server[] = [];
	let welcome: ((socket: Socket) => void) | undefined;
	const early: Socket[] = [];
	const open = async (options: {readonly port: number; readonly host: string; readonly ipv6Only: boolean} | {readonly path: string}) => {
		const server = createServer({allowHalfOpen: true, pauseOnConnect: true}, socket => {
			if (welcome === undefined) {
				early.push(socket);
			} else {
				welcome(socket);
			}
		});
		server.listen({...options, backlog: 511});
		await once(server, 'listening');
		servers.push(server);
	};

	const close = () => {
		for (const server of servers) {
			server.close();
		}
	};

	try {
		for (const address of port === 0 ? [] : bind) {
			try {
				await open({port, host: address.replace('-', ''), ipv6Only: true});
			} catch (error) {
				const {code} = error as NodeJS.ErrnoException;
				if (!address.startsWith('-') || code === 'EADDRINUSE') {
					throw code === 'EADDRINUSE' ? new Error(`Address already in use: ${address}:${port}`) : error;
				}
			}
		}

		if (unixsocket !== '') {
			const file = path.resolve(dir, unixsocket);
			await removeStale(file);
			const mask = process.umask(0o177);
			try {
				await open({path: file});
			} finally {
				process.umask(mask);
			}
		}
	} catch (error) {
		close();
		throw error;
	}

	return {
		start(onClient) {
			welcome = onClient;
			for (const socket of early) {
				onClient(socket);
			}
		},
		close,
	};
}

/** A killed server leaves its socket behind. One that somebody listens at is left alone. */
async function removeStale(file: string): Promise<void> {
	const probe = connect(file);
	try {
		await once(probe, 'connect');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') {
			await rm(file, {force: true});
		}
	} finally {
		probe.destroy();
	}
}
