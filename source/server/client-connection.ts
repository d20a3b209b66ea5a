import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {ValkeyConnection} from './valkey-connection.js';

const maxInputBytes = 512 * 1024;
const maxOutputBytes = 512 * 1024;
const lingerMs = 5000;

/**
The connection of a client over a socket, with back pressure both ways: a client that sends faster than Valkey reads is paused; output that a slow client does not take stays with Valkey, whose own limits (`client-output-buffer-limit`) then apply.

Output is kept until `flush`.
*/
export class ClientConnection extends ValkeyConnection {
	#output: Buffer[] = [];
	#outputBytes = 0;
	#isClosed = false;

	/** @param onReady Called when there is something to do for Valkey. */
	constructor(private readonly socket: Socket, onReady: (connection: ClientConnection) => void) {
		super();
		socket.setNoDelay(true);
		socket.on('data', (bytes: Buffer) => {
			this.queue(bytes);
			if (this.inputBytes > maxInputBytes) {
				socket.pause();
			}

			onReady(this);
		});
		for (const event of ['end', 'close', 'error']) {
			socket.on(event, () => {
				this.isEnded = true;
				onReady(this);
			});
		}

		socket.on('drain', () => {
			if (this.isAwaited) {
				onReady(this);
			}
		});
	}

	/** Whether there is room for output. */
	get isWritable(): boolean {
		return this.#room > 0;
	}

	get #room(): number {
		return this.socket.destroyed ? maxOutputBytes : Math.max(0, maxOutputBytes - this.#outputBytes - this.socket.writableLength);
	}

	/** See `ValkeyConnection`. */
	override read(memory: Buffer, at: number, length: number): number {
		const moved = super.read(memory, at, length);
		if (this.socket.isPaused() && this.inputBytes < maxInputBytes / 2) {
			this.socket.resume();
		}

		return moved;
	}

	/** See `ValkeyConnection`. */
	write(memory: Buffer, at: number, length: number): number {
		if (this.socket.destroyed) {
			return -1;
		}

		const taken = Math.min(length, this.#room);
		if (taken > 0) {
			const bytes = Buffer.allocUnsafe(taken);
			memory.copy(bytes, 0, at, at + taken);
			this.#output.push(bytes);
			this.#outputBytes += taken;
		}

		return taken;
	}

	/** See `ValkeyConnection`. */
	close(): void {
		this.#isClosed = true;
	}

	/** Send the output that was kept. */
	flush(): void {
		const output = this.#output;
		if (output.length > 0) {
			this.socket.write(output.length === 1 ? output[0]! : Buffer.concat(output));
			this.#output = [];
			this.#outputBytes = 0;
		}

		if (this.#isClosed) {
			this.socket.destroySoon();
			setTimeout(() => {
				this.socket.destroy();
			}, lingerMs).unref();
		}
	}

	/** Cut the connection. Output that was kept is lost. */
	destroy(): void {
		this.#output = [];
		this.socket.destroy();
	}
}
