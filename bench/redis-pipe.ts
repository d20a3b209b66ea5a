import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';

/** One command: its name and arguments. */
export type Command = readonly string[];

/**
The cheapest way to write to a Redis: commands in one piece, and nothing read of the answers but their number. A client library would take more of the machine than what is measured.
*/
export class RedisPipe {
	readonly #socket: Socket;
	#missing = 0;
	#answered: (() => void) | undefined;

	/** @param socket Connected to a server. */
	constructor(socket: Socket) {
		this.#socket = socket;
		socket.setEncoding('latin1').on('data', (data: string) => {
			if (data.startsWith('-')) {
				throw new Error(`Redis refused: ${data}`);
			}

			this.#missing -= data.split('\n').length - 1;
			if (this.#missing <= 0) {
				this.#answered?.();
			}
		});
	}

	/** Send commands whose answers are one line each, and wait for the answers. */
	async send(commands: readonly Command[]): Promise<void> {
		this.#missing += commands.length;
		const answered = new Promise<void>(resolve => {
			this.#answered = resolve;
		});
		this.#socket.write(commands.map(parts => `*${parts.length}\r\n${parts.map(part => `$${Buffer.byteLength(part)}\r\n${part}\r\n`).join('')}`).join(''));
		await answered;
	}

	/** Close the connection. */
	close(): void {
		this.#socket.destroy();
	}
}

/** Connect to a server on 127.0.0.1. */
export async function openRedisPipe(port: number): Promise<RedisPipe> {
	const socket = connect({port, host: '127.0.0.1', noDelay: true});
	await once(socket, 'connect');
	return new RedisPipe(socket);
}
