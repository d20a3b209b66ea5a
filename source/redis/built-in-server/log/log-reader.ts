/*
Reads commands from a log. It is stricter than the parser for clients: the same bytes that writing the command gives, or it is damage.

A power loss leaves a file that ends anywhere, or one whose last bytes are zeros. The first is a cut, which is expected. The second must never be taken for text.
*/
import {Buffer} from 'node:buffer';
import {readSync} from 'node:fs';
import {longestBulkBytes} from '../limits.js';

/** The log holds what nobody has written there. */
export class DamageError extends Error {
	override readonly name = 'DamageError';
}

const chunkBytes = 1_048_576;

// A mark, at most ten digits, a carriage return, a line feed.
const longestLineBytes = 13;
const asterisk = '*';
const dollar = '$';
const carriageReturn = 0x0D;
const lineFeed = 0x0A;
const zero = 0x30;

// Longer numbers are rare.
const mostPlainDigits = 9;

/**
The commands in the first bytes of a file, one after the other.
*/
export class LogReader {
	#position = 0;
	#buffer: Buffer = Buffer.alloc(0);
	#at = 0;

	// Where the next chunk begins in the file.
	#chunkAt = 0;
	readonly #descriptor: number;
	readonly #endBytes: number;

	/**
	@param descriptor An open file. Its own position does not matter.
	@param endBytes How far to read.
	*/
	constructor(descriptor: number, endBytes: number) {
		this.#descriptor = descriptor;
		this.#endBytes = endBytes;
	}

	/** The end of the last whole command, in bytes from the beginning of the file. */
	get position(): number {
		return this.#position;
	}

	/**
	The next command; `undefined` at the end, or where the rest is the beginning of a command that was cut off.

	@throws {DamageError}
	*/
	next(): string[] | undefined {
		if (!this.#has(1)) {
			return undefined;
		}

		const count = this.#readNumber(asterisk);
		if (count === 0) {
			throw new DamageError('a command without words');
		}

		if (count === undefined) {
			return undefined;
		}

		const words: string[] = [];
		while (words.length < count) {
			const word = this.#readWord();
			if (word === undefined) {
				return undefined;
			}

			words.push(word);
		}

		this.#position = this.#chunkAt - this.#buffer.length + this.#at;
		return words;
	}

	#readWord(): string | undefined {
		const length = this.#readNumber(dollar);
		if (length === undefined) {
			return undefined;
		}

		if (length > longestBulkBytes) {
			throw new DamageError(`a text of ${length} bytes`);
		}

		if (!this.#has(length + 2)) {
			this.#checkRest();
			return undefined;
		}

		const end = this.#at + length;
		if (!this.#isLineEnd(end)) {
			throw new DamageError('a text that does not end where it should');
		}

		const word = this.#buffer.toString('latin1', this.#at, end);
		this.#at = end + 2;
		return word;
	}

	#readNumber(mark: string): number | undefined {
		this.#has(longestLineBytes);
		return this.#readPlainNumber(mark) ?? this.#readOddNumber(mark);
	}

	// The short way, which makes no text. Nearly all of a long log is read on it.
	#readPlainNumber(mark: string): number | undefined {
		const start = this.#at + 1;
		let at = start;
		let plain = 0;
		for (; at < start + mostPlainDigits; at++) {
			const digit = (this.#buffer[at] ?? 0) - zero;
			if (digit < 0 || digit > 9) {
				break;
			}

			plain = (10 * plain) + digit;
		}

		const digits = at - start;
		const isPlain = digits === 1 || (digits > 1 && this.#buffer[start] !== zero);
		if (!isPlain || this.#buffer[this.#at] !== mark.codePointAt(0) || !this.#isLineEnd(at)) {
			return undefined;
		}

		this.#at = at + 2;
		return plain;
	}

	#isLineEnd(at: number): boolean {
		return this.#buffer[at] === carriageReturn && this.#buffer[at + 1] === lineFeed;
	}

	// The long way, which knows what is damaged and what only cut off.
	#readOddNumber(mark: string): number | undefined {
		const line = this.#buffer.toString('latin1', this.#at, this.#at + longestLineBytes);
		const digits = /^.(?<digits>0|[1-9]\d{0,9})\r\n/s.exec(line)?.groups?.digits;
		if (digits !== undefined && line.startsWith(mark)) {
			this.#at += digits.length + 3;
			return Number(digits);
		}

		const isCut = line.length < longestLineBytes && /^(?:.(?:(?:0|[1-9]\d{0,9})\r?)?)?$/s.test(line) && (line === '' || line.startsWith(mark));
		if (isCut) {
			return undefined;
		}

		throw new DamageError(`${JSON.stringify(line.slice(0, longestLineBytes))} where a length should be`);
	}

	// A damaged length can make a text of all that follows, which would then pass for cut off.
	#checkRest(): void {
		for (let at = this.#buffer.indexOf('\r\n*', this.#at); at >= 0; at = this.#buffer.indexOf('\r\n*', at + 1)) {
			if (/^\r\n\*\d+\r\n\$\d+\r\n/.test(this.#buffer.toString('latin1', at, at + (2 * longestLineBytes)))) {
				throw new DamageError('a text that ends behind the end of the file, with what looks like commands in it');
			}
		}
	}

	#has(bytes: number): boolean {
		while (this.#buffer.length - this.#at < bytes) {
			const rest = this.#buffer.subarray(this.#at);
			const chunk = Buffer.allocUnsafe(Math.min(Math.max(chunkBytes, bytes - rest.length), this.#endBytes - this.#chunkAt));
			const length = chunk.length === 0 ? 0 : readSync(this.#descriptor, chunk, 0, chunk.length, this.#chunkAt);
			if (length === 0) {
				return false;
			}

			this.#buffer = Buffer.concat([rest, chunk.subarray(0, length)]);
			this.#at = 0;
			this.#chunkAt += length;
		}

		return true;
	}
}
