import type {Buffer} from 'node:buffer';

/** The other end of one of Valkey's connections. Valkey knows it by its descriptor. */
export type Peer = {
	/** `-1` until Valkey accepts the connection. */
	descriptor: number;

	/** Whether there is input, or the end of it. */
	readonly isReadable: boolean;

	/** Whether Valkey waits for room for more output. */
	isAwaited: boolean;

	/** Whether there is room for output. */
	readonly isWritable: boolean;

	/** Move input into Valkey's memory. Returns the number of bytes, 0 at the end of the input, -1 when there is none yet. */
	read(memory: Buffer, at: number, length: number): number;

	/** Take output out of Valkey's memory. Returns how many bytes were taken, -1 when nobody takes them any more. */
	write(memory: Buffer, at: number, length: number): number;

	/** Valkey has closed the connection. */
	close(): void;
};
