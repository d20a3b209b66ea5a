/*
JSON as `cjson.decode` reads it. Unlike `JSON.parse`, it takes all numbers that C's `strtod` takes, and any bytes; it refuses half a surrogate pair, and what lies deeper than 1000 levels.
*/

import {Buffer} from 'node:buffer';

/** What a text of JSON is. */
export type JsonKind = 'string' | 'number' | 'boolean' | 'null' | 'array' | 'object';

/** A text in which each control character has become a space: `gsub("%c", " ")`. */
export function withoutControls(text: string): string {
	return text.replaceAll(/[\0-\u001F\u007F]/g, ' ');
}

/**
What the fields of an object are. `undefined` for other JSON, and for what `cjson.decode` refuses.

@param text Without control characters.
*/
export function readFields(text: string): ReadonlyMap<string, JsonKind> | undefined {
	const reader = new Reader(text);
	const fields = new Map<string, JsonKind>();
	return reader.value(1, fields) === 'object' && reader.isAtEnd() ? fields : undefined;
}

const maxDepth = 1000;
const plain = /[^"\\]*/y;
const escape = /\\(?:["\\/bfnrt]|u(?:[dD][89abAB][\dA-Fa-f]{2}\\u[dD][c-fC-F]|(?![dD][89a-fA-F])[\dA-Fa-f]{2})[\dA-Fa-f]{2})/y;
const number = /(?=[-+\din])[-+]?(?:0x(?=\.?[\da-f])[\da-f]*\.?[\da-f]*(?:p[-+]?\d+)?|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|inf(?:inity)?|nan(?:\(\w*\))?)/iy;
const word = /true|false|null/y;

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
	@param fields Gets its fields, if it is an object.
	*/
	value(depth: number, fields?: Map<string, JsonKind>): JsonKind | undefined {
		this.#skipSpaces();
		switch (this.#text[this.#at]) {
			case '"': {
				return this.#string() === undefined ? undefined : 'string';
			}

			case '{': {
				return this.#members('}', depth, () => this.#field(depth + 1, fields)) ? 'object' : undefined;
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

	#field(depth: number, fields?: Map<string, JsonKind>): boolean {
		this.#skipSpaces();
		const name = this.#text[this.#at] === '"' ? this.#string() : undefined;
		const kind = name !== undefined && this.#takeMark(':') ? this.value(depth) : undefined;
		if (name === undefined || kind === undefined) {
			return false;
		}

		fields?.set(decode(name), kind);
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

function decode(string: string): string {
	return string.replaceAll(new RegExp(escape.source, 'g'), escaped => Buffer.from(JSON.parse(`"${escaped}"`) as string).toString('latin1'));
}
