import {Buffer} from 'node:buffer';

// A string that grows for ever cannot be written, and many small buffers are slow.
const gatherBytes = 65_536;

/**
Bytes on their way to a file, as commands of the log. What could not be written stays, to the byte.
*/
export class PendingBytes {
	#buffers: Buffer[] = [];
	#text = '';
	#length = 0;

	/** How many bytes wait. */
	get length(): number {
		return this.#length;
	}

	/** Add a command. */
	add(words: readonly string[]): void {
		this.#add(`*${words.length}\r\n`);
		for (const word of words) {
			this.#add(`$${word.length}\r\n${word}\r\n`);
		}
	}

	/**
	Write everything.

	@param write Writes some of the bytes, and returns how many. When it throws, what it has not written stays here.
	*/
	drain(write: (bytes: Buffer) => number): void {
		this.#gather();
		for (let [next] = this.#buffers; next; [next] = this.#buffers) {
			const written = write(next);
			this.#length -= written;
			if (written === next.length) {
				this.#buffers.shift();
			} else {
				this.#buffers[0] = next.subarray(written);
			}
		}
	}

	#add(text: string): void {
		this.#text += text;
		this.#length += text.length;
		if (this.#text.length >= gatherBytes) {
			this.#gather();
		}
	}

	#gather(): void {
		if (this.#text !== '') {
			this.#buffers.push(Buffer.from(this.#text, 'latin1'));
			this.#text = '';
		}
	}
}
