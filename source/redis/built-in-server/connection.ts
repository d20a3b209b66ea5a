import type {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {dispatch} from './dispatch.js';
import {ProtocolError, RequestParser} from './request-parser.js';
import type {Server} from './server.js';

/**
Serve a client: its bytes become commands, replies go back, until one of both ends the connection.
*/
export function serve(server: Server, socket: Socket): void {
	const addressOf = (host: string | undefined, port: number | undefined) =>
		port === undefined ? `${server.settings.unixsocket}:0` : `${host?.includes(':') ? `[${host}]` : host}:${port}`;
	socket.setNoDelay(true);
	const session = server.sessions.open({
		address: addressOf(socket.remoteAddress, socket.remotePort),
		localAddress: addressOf(socket.localAddress, socket.localPort),
		get pendingBytes() {
			return socket.writableLength;
		},
		write(text) {
			socket.write(text, 'latin1');
		},
		end() {
			socket.destroySoon();
		},
		destroy() {
			socket.destroy();
		},
	});
	// How it ends is told by `close`.
	socket.on('error', () => undefined);
	if (!session) {
		return;
	}

	socket.on('close', () => {
		server.sessions.close(session);
	});
	const parser = new RequestParser();
	const isTrusted = () => session.isAuthenticated;
	const execute = (words: string[]) => {
		if (!session.isClosing) {
			dispatch(session, words);
		}
	};

	socket.on('data', (chunk: Buffer) => {
		if (session.isClosing) {
			return;
		}

		try {
			parser.read(chunk, execute, isTrusted);
			server.sessions.noteHeld(session, parser.heldBytes);
		} catch (error) {
			if (!(error instanceof ProtocolError)) {
				throw error;
			}

			session.reply({kind: 'error', text: error.message});
			session.isClosing = true;
		}
	});
}
