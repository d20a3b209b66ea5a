/*
As much of the Redis protocol as the host needs: to write a command, and to find where commands begin and end in a stream of them.
*/
import {Buffer} from 'node:buffer';

/** Encode one command as an array of bulk strings. */
export function encodeCommand(words: readonly string[]): Buffer {
	return Buffer.from([`*${words.length}`, ...words.flatMap(word => [`$${Buffer.byteLength(word)}`, word]), ''].join('\r\n'));
}

const carriageReturn = 0x0D;
const lineFeed = 0x0A;
const zero = 0x30;
const maxNameLength = 16;

/**
Walks over encoded commands. After `next` has returned `'command'`, `start`, `end` and `name` describe it.

- `'incomplete'`: the bytes end before the command does.
- `'malformed'`: what comes next is not a command.
*/
export class CommandScanner {
	/** Where the command begins. */
	start = 0;

	/** Where the next one begins. */
	end = 0;

	/** Its first word in capitals, cut to 16 characters. */
	name = '';

	constructor(private readonly bytes: Buffer) {}

	/** Move to the next command. */
	next(): 'command' | 'incomplete' | 'malformed' {
		this.start = this.end;
		let at = this.start;
		let words = -1;
		let name = '';
		while (words !== 0) {
			if (at >= this.bytes.length) {
				return 'incomplete';
			}

			if (this.bytes[at] !== (words === -1 ? 0x2A : 0x24)) {
				return 'malformed';
			}

			let count = 0;
			for (at++; at < this.bytes.length && this.bytes[at] !== carriageReturn; at++) {
				const digit = this.bytes[at]! - zero;
				if (digit < 0 || digit > 9 || count > 2 ** 32) {
					return 'malformed';
				}

				count = (count * 10) + digit;
			}

			at += 2;
			if (words === -1) {
				words = count;
				continue;
			}

			const endOfWord = at + count + 2;
			if (endOfWord > this.bytes.length) {
				return 'incomplete';
			}

			if (this.bytes[endOfWord - 1] !== lineFeed) {
				return 'malformed';
			}

			name ||= this.bytes.toString('latin1', at, at + Math.min(count, maxNameLength)).toUpperCase();
			at = endOfWord;
			words--;
		}

		this.end = at;
		this.name = name;
		return 'command';
	}
}
