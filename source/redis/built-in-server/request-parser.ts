/*
Bytes of a client become commands: arrays of bulk strings (`*2\r\n$3\r\nGET\r\n$1\r\nk\r\n`), or one line of words as somebody types it.

What has arrived of a command is kept until the rest comes. It is kept in as much memory as has arrived, or twice that, whatever lengths were announced.
*/
import {Buffer} from 'node:buffer';
import {longestBulkBytes} from './limits.js';
import {ownText} from './own-text.js';
import {splitWords} from './split-words.js';

/** The longest line, and the longest command that is one line: as in Redis, 64 KiB. */
const longestLineBytes = 65_536;

const mostArguments = 2_147_483_647;
const carriageReturn = 0x0D;
const lineFeed = 0x0A;
// A word costs more than its text.
const wordBytes = 40;
const asterisk = 0x2A;
const dollar = 0x24;
const zero = 0x30;
const nothing = Buffer.alloc(0);

// Numbers with fewer digits are exact, and read on the short way.
const mostPlainDigits = 9;

/**
The client does not speak the protocol. The connection cannot go on, because nobody knows where the next command begins.
*/
export class ProtocolError extends Error {
	override readonly name = 'ProtocolError';
	constructor(message: string) {
		super(`ERR Protocol error: ${message}`);
	}
}

/**
Turns the bytes of one connection into commands.
*/
export class RequestParser {
	/** Bytes that are kept, because their command is not whole. */
	get pendingBytes(): number {
		return this.#end - this.#position;
	}

	/** Bytes that the command in the making takes, with what has arrived of its next word. */
	get heldBytes(): number {
		return this.pendingBytes + this.#wordsBytes;
	}

	// What has arrived and was not read lies from `#position` to `#end`.
	#buffer: Buffer = nothing;
	#position = 0;
	#end = 0;

	// The command in the making.
	#words: string[] = [];
	#wordsLeft = 0;
	#wordsBytes = 0;
	#bulkBytes = -1;

	/**
	Take what has arrived.

	@param each Gets every command that is whole now, its name first. None is empty.
	@param isTrusted Whether the client has said its password, or needs none: others may send short commands only. Default: `true`.
	@throws {ProtocolError} Read nothing more from it then.
	*/
	read(chunk: Buffer, each: (command: string[]) => void, isTrusted: () => boolean = () => true): void {
		this.#append(chunk);
		for (;;) {
			const command = this.#next(isTrusted);
			if (command === undefined) {
				break;
			}

			if (command.length > 0) {
				each(command);
			}
		}

		this.#keepRest(chunk);
	}

	#append(chunk: Buffer): void {
		const rest = this.pendingBytes;
		if (rest === 0) {
			this.#buffer = chunk;
			this.#position = 0;
			this.#end = chunk.length;
			return;
		}

		// The rest is at the beginning of a buffer of our own. Twice the room each time: however small the pieces are, each byte is moved a few times only.
		if (rest + chunk.length > this.#buffer.length) {
			const larger = Buffer.allocUnsafeSlow(Math.max(rest + chunk.length, 2 * rest));
			this.#buffer.copy(larger, 0, 0, rest);
			this.#buffer = larger;
		}

		chunk.copy(this.#buffer, rest);
		this.#end = rest + chunk.length;
	}

	// Not as part of the chunk, which may be much larger, and belongs to whoever gave it.
	#keepRest(chunk: Buffer): void {
		if (this.#position > 0 || this.#buffer === chunk) {
			this.#buffer = this.#position === this.#end ? nothing : Buffer.from(this.#buffer.subarray(this.#position, this.#end));
			this.#end -= this.#position;
			this.#position = 0;
		}
	}

	// `undefined` when more must arrive; empty when there is nothing to do.
	#next(isTrusted: () => boolean): string[] | undefined {
		if (this.#wordsLeft === 0) {
			if (this.#position >= this.#end) {
				return undefined;
			}

			if (this.#buffer[this.#position] !== asterisk) {
				return this.#readInline();
			}

			const count = this.#readLength('invalid multibulk length', 'too big mbulk count string', mostArguments);
			if (count === undefined) {
				return undefined;
			}

			if (count > 10 && !isTrusted()) {
				throw new ProtocolError('unauthenticated multibulk length');
			}

			this.#words = [];
			this.#wordsLeft = Math.max(count, 0);
		}

		while (this.#wordsLeft > 0) {
			if (!this.#readBulk(isTrusted)) {
				return undefined;
			}
		}

		this.#wordsBytes = 0;
		return this.#words;
	}

	#readBulk(isTrusted: () => boolean): boolean {
		if (this.#bulkBytes < 0) {
			const length = this.#readBulkLength();
			if (length === undefined) {
				return false;
			}

			if (length > 16_384 && !isTrusted()) {
				throw new ProtocolError('unauthenticated bulk length');
			}

			this.#bulkBytes = length;
		}

		const end = this.#position + this.#bulkBytes;
		if (end + 2 > this.#end) {
			return false;
		}

		this.#words.push(this.#buffer.toString('latin1', this.#position, end));
		this.#position = end + 2;
		this.#wordsBytes += this.#bulkBytes + wordBytes;
		this.#bulkBytes = -1;
		this.#wordsLeft--;
		return true;
	}

	#readBulkLength(): number | undefined {
		const mark = this.#buffer[this.#position];
		if (mark !== dollar && this.#position < this.#end) {
			// Only when its line is whole is a word looked at: as Redis does it.
			if (this.#findLineEnd('too big bulk count string') === undefined) {
				return undefined;
			}

			throw new ProtocolError(`expected '$', got '${String.fromCharCode(mark ?? 0)}'`);
		}

		const length = this.#readLength('invalid bulk length', 'too big bulk count string', longestBulkBytes);
		if (length !== undefined && length < 0) {
			throw new ProtocolError('invalid bulk length');
		}

		return length;
	}

	// A mark, a number, and the end of the line.
	#readLength(invalid: string, tooLong: string, most: number): number | undefined {
		const start = this.#position + 1;
		let at = start;
		let plain = 0;
		for (; at < this.#end; at++) {
			const digit = (this.#buffer[at] ?? 0) - zero;
			if (digit < 0 || digit > 9) {
				break;
			}

			plain = (10 * plain) + digit;
		}

		const digits = at - start;
		const isPlain = at + 1 < this.#end && this.#buffer[at] === carriageReturn
			&& (digits === 1 || (digits > 1 && digits <= mostPlainDigits && this.#buffer[start] !== zero));
		const length = isPlain ? plain : this.#readOddLength(invalid, tooLong);
		if (length === undefined) {
			return undefined;
		}

		if (length > most) {
			throw new ProtocolError(invalid);
		}

		this.#position = isPlain ? at + 2 : this.#position;
		return length;
	}

	// The long way, for numbers that are long, negative or none.
	#readOddLength(invalid: string, tooLong: string): number | undefined {
		const end = this.#findLineEnd(tooLong);
		if (end === undefined) {
			return undefined;
		}

		const text = this.#buffer.toString('latin1', this.#position + 1, end);
		if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text) || BigInt.asIntN(64, BigInt(text)) !== BigInt(text)) {
			throw new ProtocolError(invalid);
		}

		this.#position = end + 2;
		return Number(text);
	}

	// Where the carriage return is. What follows it is taken for the line feed.
	#findLineEnd(tooLong: string): number | undefined {
		const end = this.#find(carriageReturn, tooLong);
		return end === undefined || end + 2 > this.#end ? undefined : end;
	}

	// As C looks for it: not behind a byte of 0. A line that is too long never ends, in how many pieces ever it comes.
	#find(mark: number, tooLong: string): number | undefined {
		const line = this.#buffer.subarray(this.#position, Math.min(this.#end, this.#position + longestLineBytes + 1));
		const found = line.indexOf(mark);
		if (found !== -1 && !line.subarray(0, found).includes(0)) {
			return this.#position + found;
		}

		if (this.pendingBytes > longestLineBytes) {
			throw new ProtocolError(tooLong);
		}

		return undefined;
	}

	#readInline(): string[] | undefined {
		const end = this.#find(lineFeed, 'too big inline request');
		if (end === undefined) {
			return undefined;
		}

		const line = this.#buffer.toString('latin1', this.#position, end).replace(/\r$/, '');
		this.#position = end + 1;
		const words = splitWords(line);
		if (words === undefined) {
			throw new ProtocolError('unbalanced quotes in request');
		}

		// A part of a text keeps all of it in memory.
		return words.map(word => ownText(word));
	}
}
