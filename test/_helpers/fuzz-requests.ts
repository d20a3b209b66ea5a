import {Buffer} from 'node:buffer';
import {ProtocolError, RequestParser} from '../../source/redis/built-in-server/request-parser.js';
import {type Random} from './hostile-random.js';

/** What a parser made of some bytes: commands, then the text of the error that ended it, if one did. */
export type Parsed = {readonly commands: ReadonlyArray<readonly string[]>; readonly error?: string; readonly pendingBytes: number};

/** Let a new parser read these pieces. Throws whatever is no `ProtocolError`. */
export function parsePieces(pieces: Iterable<Buffer>, isTrusted?: () => boolean): Parsed {
	const parser = new RequestParser();
	const commands: string[][] = [];
	try {
		for (const piece of pieces) {
			// A copy, as large as it is, that is broken afterwards: nothing of it may be kept.
			const copy = Buffer.from(piece);
			parser.read(copy, command => {
				commands.push(command);
			}, isTrusted);
			copy.fill(0xAA);
		}
	} catch (error) {
		if (!(error instanceof ProtocolError)) {
			throw error;
		}

		return {commands, error: error.message, pendingBytes: 0};
	}

	return {commands, pendingBytes: parser.pendingBytes};
}

/** Cut bytes into pieces at random places. */
export function cut(random: Random, bytes: Buffer): Buffer[] {
	const places = random.times(random.int(6), () => random.int(bytes.length + 1)).toSorted((a, b) => a - b);
	return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
}

const alphabet = ['*', '$', '\r\n', '\r', '\n', '\0', '0', '1', '2', '3', '-', '+', ' ', '\t', '\v', '\f', '"', '\'', '\\', 'x', 'X', 'a', 'f', 'GET', 'PING', '\u00FF', '[', '(', '99999'];
const lengths = ['0', '1', '2', '-1', '-2', '-0', '00', '01', '+1', ' 1', '1 ', '', 'a', '1a', '2147483647', '2147483648', '268435457', '536870913', '9223372036854775807', '9223372036854775808', '-9223372036854775808', '-9223372036854775809', '99999999999999999999', '0x10', '1e3', '1.0', '4294967297', '999999999', '1000000000', '\0', '1\0', '-'];

const word = (random: Random) => random.pick(['GET', 'a', '', 'x'.repeat(random.int(40)), random.bytes(random.int(12)).toString('latin1'), '\r\n', '$1\r\n']);
const bulk = (text: string) => `$${text.length}\r\n${text}\r\n`;

/** A command as clients send it. */
function validCommand(random: Random): string {
	const words = random.times(1 + random.int(5), () => word(random));
	return `*${words.length}\r\n${words.map(text => bulk(text)).join('')}`;
}

/** A command of one line, with words in quotation marks and escapes, well formed or not. */
function line(random: Random): string {
	const parts = random.times(1 + random.int(6), () => random.pick(['GET', ' ', ' ', '  ', '"a b"', '\'a b\'', String.raw`"\x41\n\r\t\b\a\q"`, String.raw`"\X41"`, String.raw`"\x4"`, String.raw`"\xZZ"`, String.raw`'it\'s'`, String.raw`'\\'`, '"', '\'', '""', '\'\'', 'a"b"', '"a"b', '\\', String.raw`\n`, '\t', '\v', '\f', 'a\vb', '\u00A0', '\u0085', String.raw`"\"`, '\r']));
	return `${parts.join('')}${random.pick(['\r\n', '\n', '\n', '\r\n', ''])}`;
}

/** A frame with a length that is none, or too much. */
function oddLength(random: Random): string {
	const length = random.pick(lengths);
	return random.pick([`*${length}\r\n`, `*1\r\n$${length}\r\n`, `*2\r\n$1\r\na\r\n$${length}\r\nxx\r\n`, `*${length}\r`, `*1\r\n$${length}`, `*1\r\n${random.pick(alphabet)}1\r\na\r\n`]);
}

/** Valid commands with some bytes changed, left out or put in. */
function mutated(random: Random): string {
	let text = random.times(1 + random.int(3), () => validCommand(random)).join('');
	for (let count = 1 + random.int(3); count > 0; count--) {
		const at = random.int(text.length);
		text = text.slice(0, at) + random.pick(['', random.pick(alphabet)]) + text.slice(at + random.int(2));
	}

	return text;
}

const makers: ReadonlyArray<(random: Random) => string> = [
	validCommand,
	line,
	oddLength,
	mutated,
	mutated,
	random => random.bytes(random.int(60)).toString('latin1'),
	random => random.times(random.int(30), () => random.pick(alphabet)).join(''),
	random => `*${random.int(3)}\r\n`.repeat(random.int(20)),
	random => random.pick(['[', '*1\r\n', '*', '$', '(']).repeat(random.int(300)),
];

/** Bytes that a client might send: commands, lines, nonsense, and all of it in a row. */
export function requestBytes(random: Random): Buffer {
	return Buffer.from(random.times(1 + random.int(4), () => random.pick(makers)(random)).join(''), 'latin1');
}

/**
Compare what a parser makes of random bytes in one piece with what it makes of them in several.

@returns The first bytes where both differ, as JSON; `undefined`: there are none.
*/
export function fuzzParser(random: Random, cases: number): string | undefined {
	for (let index = 0; index < cases; index++) {
		const bytes = requestBytes(random);
		const whole = JSON.stringify(parsePieces([bytes]));
		const inPieces = JSON.stringify(parsePieces(cut(random, bytes)));
		if (whole !== inPieces) {
			return JSON.stringify({bytes: bytes.toString('latin1'), whole, inPieces});
		}
	}

	return undefined;
}
