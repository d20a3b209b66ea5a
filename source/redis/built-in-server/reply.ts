/*
What commands answer, and how it is written to a client.

All text of the server, keys and values, are strings of bytes: each character is one byte (`latin1`), so that whatever clients send comes back as it was.
*/
import {formatGeneral} from './format-number.js';

/**
An answer. A text is a bulk string, a number an integer, `null` nothing; what else there is has a `kind`.
*/
export type Reply
	= | string
		| number
		| bigint
		| null
		| readonly Reply[]
		| {readonly kind: 'status'; readonly text: string}
		| {readonly kind: 'error'; readonly text: string}
		/** Nothing, where an array was asked for. */
		| {readonly kind: 'nullArray'}
		/** Keys and values in turn. A flat array for clients of RESP2. */
		| {readonly kind: 'map'; readonly pairs: readonly Reply[]}
		/** Keys and values in turn. An array of arrays of two for clients of RESP2. */
		| {readonly kind: 'lists'; readonly pairs: readonly Reply[]}
		/** Keys and values in turn, and their order matters. A flat array for clients of RESP2, arrays of two for others. */
		| {readonly kind: 'pairs'; readonly pairs: readonly Reply[]}
		| {readonly kind: 'set'; readonly items: readonly Reply[]}
		/** A bulk string for clients of RESP2. */
		| {readonly kind: 'double'; readonly value: number}
		/** A text with line breaks for the eyes of a person. */
		| {readonly kind: 'verbatim'; readonly text: string}
		/** What the client did not ask for: a message, or the end of a key. An array for clients of RESP2. */
		| {readonly kind: 'push'; readonly items: readonly Reply[]}
		/** The beginning of an array. So many replies follow. */
		| {readonly kind: 'head'; readonly length: number}
		/** No reply at all. */
		| {readonly kind: 'none'};

/**
A version of the protocol.
*/
export type Protocol = 2 | 3;

/** `OK`. */
export const ok: Reply = {kind: 'status', text: 'OK'};

/** No reply at all. */
export const none: Reply = {kind: 'none'};

/** Nothing, where an array was asked for. */
export const nullArray: Reply = {kind: 'nullArray'};

/**
An error that a client gets to read: a word in capitals, and a sentence, as Redis writes it.
*/
export class CommandError extends Error {
	override readonly name = 'CommandError';
}

/** The error for an operation on a key of another type. */
export function wrongType(): CommandError {
	return new CommandError('WRONGTYPE Operation against a key holding the wrong kind of value');
}

/** The error for a command with too few or too many words. */
export function wrongArity(name: string): CommandError {
	return new CommandError(`ERR wrong number of arguments for '${name}' command`);
}

/** The error for options that cannot be understood. */
export function syntaxError(): CommandError {
	return new CommandError('ERR syntax error');
}

/** The error for what must be a whole number of 64 bits. */
export function notAnInteger(): CommandError {
	return new CommandError('ERR value is not an integer or out of range');
}

/** The error for what must be a number. */
export function notAFloat(): CommandError {
	return new CommandError('ERR value is not a valid float');
}

/**
Write a reply as bytes of the protocol.
*/
export function encode(reply: Reply, protocol: Protocol): string {
	if (typeof reply === 'string') {
		return `$${reply.length}\r\n${reply}\r\n`;
	}

	if (typeof reply === 'number' || typeof reply === 'bigint') {
		return `:${reply}\r\n`;
	}

	if (reply === null) {
		return protocol === 3 ? '_\r\n' : '$-1\r\n';
	}

	if (isArray(reply)) {
		return encodeItems('*', reply, protocol);
	}

	switch (reply.kind) {
		case 'status': {
			return `+${reply.text}\r\n`;
		}

		case 'error': {
			// A line break would end the reply too early.
			return `-${withoutLineEnds(reply.text).replaceAll(/[\r\n]/g, ' ')}\r\n`;
		}

		case 'nullArray': {
			return protocol === 3 ? '_\r\n' : '*-1\r\n';
		}

		case 'map': {
			return protocol === 3
				? `%${reply.pairs.length / 2}\r\n${encodeAll(reply.pairs, protocol)}`
				: encodeItems('*', reply.pairs, protocol);
		}

		case 'lists': {
			const {pairs} = reply;
			return protocol === 3
				? `%${pairs.length / 2}\r\n${encodeAll(pairs, protocol)}`
				: encodeItems('*', pairs.filter((_, at) => at % 2 === 0).map((key, at) => [key, pairs[(2 * at) + 1] ?? null]), protocol);
		}

		case 'pairs': {
			return encodeItems('*', protocol === 3 ? inTwos(reply.pairs) : reply.pairs, protocol);
		}

		case 'set': {
			return encodeItems(protocol === 3 ? '~' : '*', reply.items, protocol);
		}

		case 'push': {
			return encodeItems(protocol === 3 ? '>' : '*', reply.items, protocol);
		}

		case 'double': {
			const text = formatDouble(reply.value);
			return protocol === 3 ? `,${text}\r\n` : encode(text, protocol);
		}

		case 'verbatim': {
			return protocol === 3 ? `=${reply.text.length + 4}\r\ntxt:${reply.text}\r\n` : encode(reply.text, protocol);
		}

		case 'head': {
			return `*${reply.length}\r\n`;
		}

		case 'none': {
			return '';
		}
	}
}

/**
A double as Redis 7.0 writes it: C's `%.17g`, `inf` and `-inf`.
*/
export function formatDouble(value: number): string {
	return formatGeneral(value, 17);
}

function encodeItems(mark: string, items: readonly Reply[], protocol: Protocol): string {
	return `${mark}${items.length}\r\n${encodeAll(items, protocol)}`;
}

function encodeAll(items: readonly Reply[], protocol: Protocol): string {
	// Joined, because a text to which many small ones were added takes several times its length.
	return items.map(item => encode(item, protocol)).join('');
}

function inTwos(items: readonly Reply[]): readonly Reply[] {
	const twos: Reply[] = [];
	for (let at = 0; at < items.length; at += 2) {
		twos.push(items.slice(at, at + 2));
	}

	return twos;
}

// `Array.isArray` does not know readonly arrays.
function isArray(reply: Reply): reply is readonly Reply[] {
	return Array.isArray(reply);
}

// An expression for the end of a text would look at every line break in it.
function withoutLineEnds(text: string): string {
	let end = text.length;
	while (text[end - 1] === '\r' || text[end - 1] === '\n') {
		end--;
	}

	return text.slice(0, end);
}
