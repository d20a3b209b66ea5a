import type {Buffer} from 'node:buffer';
import {StringDecoder} from 'node:string_decoder';

/** Splits the output of a program into lines of UTF-8, wherever the chunks end. */
export class LineSplitter {
	readonly #decoder = new StringDecoder('utf8');
	#line = '';
	#length = 0;

	/**
	@param maxLength Longer lines are skipped, and not kept in memory.
	@param onLine Gets every line without its line feed.
	*/
	constructor(private readonly maxLength: number, private readonly onLine: (line: string) => void) {}

	/** Add a chunk. */
	push(chunk: Buffer): void {
		const [first = '', ...more] = this.#decoder.write(chunk).split('\n');
		this.#add(first);
		for (const text of more) {
			this.#flush();
			this.#add(text);
		}
	}

	/** Pass on the last line, if it lacks its line feed. */
	end(): void {
		this.#add(this.#decoder.end());
		if (this.#length > 0) {
			this.#flush();
		}
	}

	#add(text: string): void {
		this.#length += text.length;
		this.#line = this.#length > this.maxLength ? '' : this.#line + text;
	}

	#flush(): void {
		if (this.#length <= this.maxLength) {
			this.onLine(this.#line);
		}

		this.#line = '';
		this.#length = 0;
	}
}
