import {Buffer} from 'node:buffer';

const lineFeed = 0x0A;

/** Splits what a program writes into lines of UTF-8, wherever it was cut on the way. */
export class LineSplitter {
	readonly #maxLineBytes: number;
	readonly #onLine: (line: string) => void;
	#parts: Buffer[] = [];
	#bytes = 0;

	/**
	@param maxLineBytes Lines that are longer are left out, and held in memory no further.
	@param onLine Is given every line that is not empty, without its line feed.
	*/
	constructor(maxLineBytes: number, onLine: (line: string) => void) {
		this.#maxLineBytes = maxLineBytes;
		this.#onLine = onLine;
	}

	/** Take what came next. */
	push(chunk: Buffer): void {
		let start = 0;
		for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
			this.#add(chunk.subarray(start, end));
			this.end();
			start = end + 1;
		}

		this.#add(chunk.subarray(start));
	}

	/** Hand out the last line, which may lack its line feed. */
	end(): void {
		const parts = this.#parts;
		this.#parts = [];
		this.#bytes = 0;
		if (parts.length > 0) {
			this.#onLine(Buffer.concat(parts).toString('utf8'));
		}
	}

	#add(part: Buffer): void {
		this.#bytes += part.length;
		if (this.#bytes > this.#maxLineBytes) {
			this.#parts = [];
		} else if (part.length > 0) {
			this.#parts.push(part);
		}
	}
}
