import {type Buffer} from 'node:buffer';
import {InputQueue} from './input-queue.js';
import {encodeCommand} from './resp.js';
import type {Peer} from './peer.js';

/** A connection to Valkey from inside this process, without a socket. */
export class InnerConnection implements Peer {
	/** See `Peer`. */
	descriptor = -1;

	/** See `Peer`. */
	isAwaited = false;

	/** See `Peer`. */
	// eslint-disable-next-line @typescript-eslint/class-literal-property-style -- The other kind of peer changes it.
	readonly isWritable = true;

	/** Whether Valkey has closed it. */
	isClosed = false;

	readonly #input = new InputQueue();
	readonly #onOutput: (bytes: Buffer) => void;
	#isEnded = false;

	/** @param onOutput Gets what Valkey writes: a view of its memory that is valid only during the call. */
	constructor(onOutput: (bytes: Buffer) => void) {
		this.#onOutput = onOutput;
	}

	/** Whether there is input, or the end of it. */
	get isReadable(): boolean {
		return this.#input.size > 0 || this.#isEnded;
	}

	/** Queue a command. */
	send(...words: readonly string[]): void {
		this.#input.push(encodeCommand(words));
	}

	/** Queue bytes as they are. */
	sendBytes(bytes: Buffer): void {
		this.#input.push(bytes);
	}

	/** Tell Valkey that no more input comes. */
	end(): void {
		this.#isEnded = true;
	}

	/** See `Peer`. */
	read(memory: Buffer, at: number, length: number): number {
		return this.#input.size === 0 ? (this.#isEnded ? 0 : -1) : this.#input.read(memory, at, length);
	}

	/** See `Peer`. */
	write(memory: Buffer, at: number, length: number): number {
		this.#onOutput(memory.subarray(at, at + length));
		return length;
	}

	/** See `Peer`. */
	close(): void {
		this.isClosed = true;
	}
}
