import {type Buffer} from 'node:buffer';
import {encodeCommand} from './resp.js';
import {ValkeyConnection} from './valkey-connection.js';

/** A connection to Valkey from inside this process, without a socket. */
export class InnerConnection extends ValkeyConnection {
	/** Whether Valkey has closed it. */
	isClosed = false;

	/** @param onOutput Gets what Valkey writes: a view of its memory that is valid only during the call. */
	constructor(private readonly onOutput: (bytes: Buffer) => void) {
		super();
	}

	/** It takes all output at once. */
	get isWritable(): boolean {
		return true;
	}

	/** Queue a command. */
	send(...words: readonly string[]): void {
		this.queue(encodeCommand(words));
	}

	/** Queue bytes as they are. */
	sendBytes(bytes: Buffer): void {
		this.queue(bytes);
	}

	/** Tell Valkey that no more input comes. */
	end(): void {
		this.isEnded = true;
	}

	/** Hand the output on. */
	write(memory: Buffer, at: number, length: number): number {
		this.onOutput(memory.subarray(at, at + length));
		return length;
	}

	/** See `ValkeyConnection`. */
	close(): void {
		this.isClosed = true;
	}
}
