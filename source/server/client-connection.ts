import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import {InputQueue} from './input-queue.js';
import type {Peer} from './peer.js';

const maxInputBytes = 512 * 1024;
const maxOutputBytes = 512 * 1024;
const lingerMs = 5000;

/**
The connection of a client over a socket, with back pressure both ways: a client that sends faster than Valkey reads is paused; output that a slow client does not take stays with
Valkey, whose own limits (`client-output-buffer-limit`) then apply.

Output is kept until `flush`.
*/
export class ClientConnection implements Peer {
	/** See `Peer`. */
	descriptor = -1;

	/** See `Peer`. */
	isAwaited = false;

	readonly #socket: Socket;
	readonly #input = new InputQueue();
	#output: Buffer[] = [];
	#outputBytes = 0;
	#isEnded = false;
	#isClosed = false;

	/** @param onReady Is called when there is something to do for Valkey. */
	constructor(socket: Socket, onReady: (connection: ClientConnection) => void) {
		this.#socket = socket;
		socket.setNoDelay(true);
		const wake = () => {
			onReady(this);
		};

		socket.on('data', (bytes: Buffer) => {
			this.#input.push(bytes);
			if (this.#input.size > maxInputBytes) {
				socket.pause();
			}

			wake();
		});
		const end = () => {
			this.#isEnded = true;
			wake();
		};

		socket.on('end', end);
		socket.on('close', end);
		socket.on('error', end);
		socket.on('drain', () => {
			if (this.isAwaited) {
				wake();
			}
		});
	}

	/** Whether there is input, or the end of it. */
	get isReadable(): boolean {
		return this.#input.size > 0 || this.#isEnded;
	}

	/** Whether there is room for output. */
	get isWritable(): boolean {
		return this.#room > 0;
	}

	get #room(): number {
		return this.#socket.destroyed ? maxOutputBytes : maxOutputBytes - this.#outputBytes - this.#socket.writableLength;
	}

	/** See `Peer`. */
	read(memory: Buffer, at: number, length: number): number {
		if (this.#input.size === 0) {
			return this.#isEnded ? 0 : -1;
		}

		const moved = this.#input.read(memory, at, length);
		if (this.#socket.isPaused() && this.#input.size < maxInputBytes / 2) {
			this.#socket.resume();
		}

		return moved;
	}

	/** See `Peer`. */
	write(memory: Buffer, at: number, length: number): number {
		if (this.#socket.destroyed) {
			return -1;
		}

		const taken = Math.min(length, Math.max(0, this.#room));
		if (taken > 0) {
			const bytes = Buffer.allocUnsafe(taken);
			memory.copy(bytes, 0, at, at + taken);
			this.#output.push(bytes);
			this.#outputBytes += taken;
		}

		return taken;
	}

	/** See `Peer`. */
	close(): void {
		this.#isClosed = true;
	}

	/** Send the output that was kept. */
	flush(): void {
		const output = this.#output;
		if (output.length === 1) {
			this.#socket.write(output[0]!);
		} else if (output.length > 1) {
			this.#socket.cork();
			for (const bytes of output) {
				this.#socket.write(bytes);
			}

			this.#socket.uncork();
		}

		this.#output = [];
		this.#outputBytes = 0;
		if (this.#isClosed) {
			this.#socket.destroySoon();
			setTimeout(() => {
				this.#socket.destroy();
			}, lingerMs).unref();
		}
	}

	/** Cut the connection. Output that was kept is lost. */
	destroy(): void {
		this.#output = [];
		this.#socket.destroy();
	}
}
