import type {Buffer} from 'node:buffer';

/** The other end of one of Valkey's connections. Its input waits here until Valkey reads it. */
export abstract class ValkeyConnection {
	/** By which Valkey knows it; `-1` until Valkey accepts it. */
	descriptor = -1;

	/** Whether Valkey waits for room for more output. */
	isAwaited = false;

	/** Whether no more input comes. */
	protected isEnded = false;

	/** How many bytes wait. */
	protected inputBytes = 0;

	readonly #chunks: Buffer[] = [];
	#offset = 0;

	/** Whether there is input, or the end of it. */
	get isReadable(): boolean {
		return this.inputBytes > 0 || this.isEnded;
	}

	/** Whether there is room for output. */
	abstract get isWritable(): boolean;

	/** Take output out of Valkey's memory. @returns How many bytes were taken, -1 when nobody takes them any more. */
	abstract write(memory: Buffer, at: number, length: number): number;

	/** Valkey has closed the connection. */
	abstract close(): void;

	/** Move input into Valkey's memory. @returns The number of bytes, 0 at the end of the input, -1 when there is none yet. */
	read(memory: Buffer, at: number, length: number): number {
		if (this.inputBytes === 0) {
			return this.isEnded ? 0 : -1;
		}

		let moved = 0;
		while (moved < length && this.inputBytes > 0) {
			const head = this.#chunks[0]!;
			const count = head.copy(memory, at + moved, this.#offset, Math.min(head.length, this.#offset + length - moved));
			moved += count;
			this.inputBytes -= count;
			this.#offset += count;
			if (this.#offset === head.length) {
				this.#chunks.shift();
				this.#offset = 0;
			}
		}

		return moved;
	}

	/** Queue input. It is not copied. */
	protected queue(bytes: Buffer): void {
		this.#chunks.push(bytes);
		this.inputBytes += bytes.length;
	}
}
