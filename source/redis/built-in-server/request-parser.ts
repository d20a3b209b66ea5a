/*
Bytes of a client become commands: arrays of bulk strings (`*2\r\n$3\r\nGET\r\n$1\r\nk\r\n`), or one line of words as somebody types it.

What has arrived of a command is kept until the rest comes; a long text is put together once, when all of it is there.
*/
import {Buffer} from 'node:buffer';
import {splitWords} from './split-words.js';

/** The longest line, and the longest command that is one line: as in Redis, 64 KiB. */
const longestLineBytes = 65_536;

/** The longest text, in bytes: half of what Redis takes, and what one string of Node can surely hold. */
export const longestBulkBytes = 268_435_456;

const mostArguments = 2_147_483_647;
const carriageReturn = 0x0D;
const lineFeed = 0x0A;
const asterisk = 0x2A;
const dollar = 0x24;

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
		return this.#keptBytes;
	}

	/** Bytes that were read as commands, in all. What lies behind is not whole. */
	get readBytes(): number {
		return this.#readBytes;
	}

	#buffer: Buffer = Buffer.alloc(0);
	#position = 0;

	// What has arrived since the buffer was made, and is too little to go on.
	#waiting: Buffer[] = [];
	#waitingBytes = 0;
	#neededBytes = 0;

	// The command in the making.
	#words: string[] = [];
	#wordsLeft = 0;
	#bulkBytes = -1;
	#keptBytes = 0;
	#receivedBytes = 0;
	#readBytes = 0;

	/**
	Take what has arrived.

	@param isTrusted Whether the client has said its password, or needs none: others may send short commands only. Default: `true`.
	@returns The commands that are whole now, each with its name first. None is empty.
	@throws {ProtocolError} Read nothing more from it then. Commands before the mistake are lost, unless `each` is given.
	*/
	read(chunk: Buffer, each: (command: string[]) => void, isTrusted: () => boolean = () => true): void {
		this.#receivedBytes += chunk.length;
		this.#keptBytes += chunk.length;
		this.#waiting.push(chunk);
		this.#waitingBytes += chunk.length;
		if (this.#buffer.length - this.#position + this.#waitingBytes < this.#neededBytes) {
			return;
		}

		const rest = this.#position === this.#buffer.length ? [] : [this.#buffer.subarray(this.#position)];
		const parts = [...rest, ...this.#waiting];
		this.#buffer = parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts);
		this.#position = 0;
		this.#waiting = [];
		this.#waitingBytes = 0;
		this.#neededBytes = 0;
		for (;;) {
			const command = this.#next(isTrusted);
			if (command === undefined) {
				return;
			}

			this.#keptBytes = this.#buffer.length - this.#position;
			this.#readBytes = this.#receivedBytes - this.#keptBytes;
			if (command.length > 0) {
				each(command);
			}
		}
	}

	// `undefined` when more must arrive; empty when there is nothing to do.
	#next(isTrusted: () => boolean): string[] | undefined {
		if (this.#wordsLeft === 0) {
			if (this.#position >= this.#buffer.length) {
				return undefined;
			}

			if (this.#buffer[this.#position] !== asterisk) {
				return this.#readInline();
			}

			const count = this.#readLength('invalid multibulk length', 'too big mbulk count string', mostArguments);
			if (count === undefined) {
				return undefined;
			}

			if (count <= 0) {
				return [];
			}

			if (count > 10 && !isTrusted()) {
				throw new ProtocolError('unauthenticated multibulk length');
			}

			this.#wordsLeft = count;
			this.#words = [];
		}

		while (this.#wordsLeft > 0) {
			if (!this.#readBulk(isTrusted)) {
				return undefined;
			}
		}

		return this.#words;
	}

	#readBulk(isTrusted: () => boolean): boolean {
		if (this.#bulkBytes < 0) {
			const mark = this.#buffer[this.#position];
			if (mark === undefined) {
				return false;
			}

			if (mark !== dollar) {
				// Only when its line is whole is a word looked at: as Redis does it.
				if (this.#findLineEnd('too big bulk count string') === undefined) {
					return false;
				}

				throw new ProtocolError(`expected '$', got '${String.fromCharCode(mark)}'`);
			}

			const length = this.#readLength('invalid bulk length', 'too big bulk count string', longestBulkBytes);
			if (length === undefined) {
				return false;
			}

			if (length < 0) {
				throw new ProtocolError('invalid bulk length');
			}

			if (length > 16_384 && !isTrusted()) {
				throw new ProtocolError('unauthenticated bulk length');
			}

			this.#bulkBytes = length;
		}

		const end = this.#position + this.#bulkBytes;
		if (end + 2 > this.#buffer.length) {
			this.#neededBytes = this.#bulkBytes + 2;
			return false;
		}

		this.#words.push(this.#buffer.toString('latin1', this.#position, end));
		this.#position = end + 2;
		this.#bulkBytes = -1;
		this.#wordsLeft--;
		return true;
	}

	#readLength(invalid: string, tooLong: string, most: number): number | undefined {
		const end = this.#findLineEnd(tooLong);
		if (end === undefined) {
			return undefined;
		}

		const text = this.#buffer.toString('latin1', this.#position + 1, end);
		const length = Number(text);
		if (!/^(?:0|-?[1-9]\d{0,18})$/.test(text) || length > most) {
			throw new ProtocolError(invalid);
		}

		this.#position = end + 2;
		return length;
	}

	// Where the carriage return is. What follows it is taken for the line feed.
	#findLineEnd(tooLong: string): number | undefined {
		const end = this.#buffer.indexOf(carriageReturn, this.#position);
		if (end < 0) {
			if (this.#buffer.length - this.#position > longestLineBytes) {
				throw new ProtocolError(tooLong);
			}

			return undefined;
		}

		return end + 2 > this.#buffer.length ? undefined : end;
	}

	#readInline(): string[] | undefined {
		const end = this.#buffer.indexOf(lineFeed, this.#position);
		if (end < 0) {
			if (this.#buffer.length - this.#position > longestLineBytes) {
				throw new ProtocolError('too big inline request');
			}

			return undefined;
		}

		const line = this.#buffer.toString('latin1', this.#position, end).replace(/\r$/, '');
		this.#position = end + 1;
		const words = splitWords(line);
		if (words === undefined) {
			throw new ProtocolError('unbalanced quotes in request');
		}

		return words;
	}
}
