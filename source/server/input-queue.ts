import type {Buffer} from 'node:buffer';

/** Bytes that wait for Valkey to read them. */
export class InputQueue {
	/** How many bytes wait. */
	size = 0;

	readonly #chunks: Buffer[] = [];
	#offset = 0;

	/** Add bytes to the end. They are not copied. */
	push(bytes: Buffer): void {
		this.#chunks.push(bytes);
		this.size += bytes.length;
	}

	/** Move up to `length` bytes into `target`, and return how many. */
	read(target: Buffer, at: number, length: number): number {
		let moved = 0;
		while (moved < length && this.size > 0) {
			const head = this.#chunks[0]!;
			const count = Math.min(head.length - this.#offset, length - moved);
			head.copy(target, at + moved, this.#offset, this.#offset + count);
			moved += count;
			this.size -= count;
			this.#offset += count;
			if (this.#offset === head.length) {
				this.#chunks.shift();
				this.#offset = 0;
			}
		}

		return moved;
	}
}
