import {
	greatestInteger, leastInteger, nearestSafe, readInteger, type Integer,
} from '../integers.js';
import {CommandError} from '../reply.js';

const kinds = {
	ex: {unitMs: 1000n, isSpan: true},
	px: {unitMs: 1n, isSpan: true},
	exat: {unitMs: 1000n, isSpan: false},
	pxat: {unitMs: 1n, isSpan: false},
} as const;

/** How an end is told, in the words of `SET`: a span or a time, in seconds or milliseconds. */
export type EndKind = keyof typeof kinds;

/** Whether a word tells how an end is told. */
export function isEndKind(word: string): word is EndKind {
	return Object.hasOwn(kinds, word);
}

/**
When a key runs out, Unix time in milliseconds. What lies beyond the year 287,000 becomes the last moment that a number tells exactly.

@param command Who asks, for the error.
@throws {CommandError} when it needs more than 64 bits.
*/
export function endOf(value: Integer, kind: EndKind, {nowMs, command}: {readonly nowMs: number; readonly command: string}): number {
	const {unitMs, isSpan} = kinds[kind];
	const told = BigInt(value) * unitMs;
	const end = told + (isSpan ? BigInt(nowMs) : 0n);
	if (told < leastInteger || told > greatestInteger || end > greatestInteger) {
		throw invalidExpiry(command);
	}

	return nearestSafe(end);
}

/**
When a key runs out, told by a number that has to be greater than zero.

@throws {CommandError} when it is not, or needs more than 64 bits.
*/
export function readEnd(text: string, kind: EndKind, asker: {readonly nowMs: number; readonly command: string}): number {
	const value = readInteger(text);
	if (value <= 0) {
		throw invalidExpiry(asker.command);
	}

	return endOf(value, kind, asker);
}

function invalidExpiry(command: string): CommandError {
	return new CommandError(`ERR invalid expire time in '${command}' command`);
}
