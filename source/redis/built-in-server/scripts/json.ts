/*
JSON as `cjson.decode` reads it. Unlike `JSON.parse`, it takes all numbers that C's `strtod` takes, and any bytes; it refuses half a surrogate pair, and what lies deeper than 1000 levels.
*/
import {Buffer} from 'node:buffer';

/** What a text of JSON is. */
export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** A text in which each control character has become a space: `gsub("%c", " ")`. */
export function withoutControls(text: string): string {
	// Byte by byte: a text may have millions of them, and a replacement keeps a list of all that it found.
	const bytes = Buffer.from(text, 'latin1');
	for (const [at, byte] of bytes.entries()) {
		if (byte < 0x20 || byte === 0x7F) {
			bytes[at] = 0x20;
		}
	}

	return bytes.toString('latin1');
}

/**
What a field of an object is. `undefined` where the object has no such field, for other JSON, and for what `cjson.decode` refuses.

@param text Without control characters.
*/
export function fieldKind(text: string, name: string): JsonKind | undefined {
	let found: JsonKind | undefined;
	const reader = new Reader(text);
	const whole = reader.value(1, (written, kind) => {
		found = isName(written, name) ? kind : found;
	});
	return whole === 'object' && reader.isAtEnd() ? found : undefined;
}

const maxDepth = 1000;
const plain = /[^"\\]*/y;
const escape = /\\(?:["\\/bfnrt]|u(?:[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F]|(?![dD][89a-fA-F])[\dA-Fa-f]{2})[\dA-Fa-f]{2})/y;
const number = /(?=[-+\din])[-+]?(?:0x(?=\.?[\da-f])[\da-f]*\.?[\da-f]*(?:p[-+]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|inf(?:inity)?|nan(?:\(\w*\))?)/iy;
const word = /true|false|null/y;

/** Told of a field: its name as it stands between its quotes, and what it is. */
type Visit = (written: string, kind: JsonKind) => void;

/** Goes through a text. Each method that finds something goes behind it; after one that finds nothing, the reader is of no use. */
class Reader {
	readonly #text: string;
	#at = 0;

	constructor(text: string) {
		this.#text = text;
	}

	/**
	A value.

	@param depth How many levels it makes if it has members.
	@param visit Gets its fields, if it is an object.
	*/
	value(depth: number, visit?: Visit): JsonKind | undefined {
		this.#skipSpaces();
		switch (this.#text[this.#at]) {
			case '"': {
				return this.#string() === undefined ? undefined : 'string';
			}

			case '{': {
				return this.#members('}', depth, () => this.#field(depth + 1, visit)) ? 'object' : undefined;
			}

			case '[': {
				return this.#members(']', depth, () => this.value(depth + 1) !== undefined) ? 'array' : undefined;
			}

			default: {
				const found = this.#take(word);
				if (found !== undefined) {
					return found === 'null' ? 'null' : 'boolean';
				}

				return this.#take(number) === undefined ? undefined : 'number';
			}
		}
	}

	/** Whether nothing comes any more. */
	isAtEnd(): boolean {
		this.#skipSpaces();
		return this.#at === this.#text.length;
	}

	#members(end: string, depth: number, readMember: () => boolean): boolean {
		this.#at++;
		if (depth > maxDepth) {
			return false;
		}

		if (this.#takeMark(end)) {
			return true;
		}

		do {
			if (!readMember()) {
				return false;
			}
		} while (this.#takeMark(','));

		return this.#takeMark(end);
	}

	#field(depth: number, visit?: Visit): boolean {
		this.#skipSpaces();
		const name = this.#text[this.#at] === '"' ? this.#string() : undefined;
		const kind = name !== undefined && this.#takeMark(':') ? this.value(depth) : undefined;
		if (name === undefined || kind === undefined) {
			return false;
		}

		visit?.(name, kind);
		return true;
	}

	/** A string, whose quote is there, as it stands between its quotes. */
	#string(): string | undefined {
		const start = this.#at + 1;
		this.#at = start;
		for (;;) {
			this.#take(plain);
			if (this.#text[this.#at] === '"') {
				this.#at++;
				return this.#text.slice(start, this.#at - 1);
			}

			if (this.#take(escape) === undefined) {
				return undefined;
			}
		}
	}

	#take(pattern: RegExp): string | undefined {
		pattern.lastIndex = this.#at;
		const [found] = pattern.exec(this.#text) ?? [];
		this.#at += found?.length ?? 0;
		return found;
	}

	#takeMark(mark: string): boolean {
		this.#skipSpaces();
		const isThere = this.#text[this.#at] === mark;
		this.#at += isThere ? 1 : 0;
		return isThere;
	}

	#skipSpaces(): void {
		while (this.#text[this.#at] === ' ') {
			this.#at++;
		}
	}
}

function isName(written: string, name: string): boolean {
	// An escape has at most six characters for each byte, so that a longer one is another. It need not be decoded.
	return written.length <= 6 * name.length && decode(written) === name;
}

function decode(string: string): string {
	return string.replaceAll(new RegExp(escape.source, 'g'), escaped => Buffer.from(JSON.parse(`"${escaped}"`) as string).toString('latin1'));
}
