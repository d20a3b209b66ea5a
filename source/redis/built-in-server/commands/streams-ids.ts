/*
The ids of entries: `<milliseconds>-<number>`, each of 64 bits. Within the server an id is one number of 128 bits.
*/
import {parseInteger} from '../integers.js';
import {CommandError} from '../reply.js';
import {untilZero} from '../until-zero.js';

/** The greatest number of 64 bits without a sign. */
export const mostUnsigned = (2n ** 64n) - 1n;

/** The greatest id. */
export const greatestId = (2n ** 128n) - 1n;

const longestText = 127;

/** An id as a text. */
export function formatId(id: bigint): string {
	return `${id >> 64n}-${id & mostUnsigned}`;
}

/** An id of its two parts. */
export function makeId(milliseconds: bigint, number: bigint): bigint {
	return (milliseconds << 64n) | number;
}

/**
Read an id.

@param missingNumber What it means when there is no number.
@throws {CommandError}
*/
export function readId(text: string, missingNumber = 0n): bigint {
	const {milliseconds, number} = splitId(text);
	const first = readUnsigned(milliseconds);
	const second = number === undefined ? missingNumber : readUnsigned(number);
	if (first === undefined || second === undefined) {
		throw invalidId();
	}

	return makeId(first, second);
}

/**
Read an id that may be without a number yet, `<milliseconds>-*`.

@returns The id, and whether its number is still missing.
@throws {CommandError}
*/
export function readNewId(text: string): {readonly id: bigint; readonly isOpen: boolean} {
	const {milliseconds, number} = splitId(text);
	return number === '*' ? {id: readId(milliseconds), isOpen: true} : {id: readId(text), isOpen: false};
}

/**
Read the beginning or the end of a range: `-`, `+`, an id, or one that is left out, after `(`.

@param side `1`: the beginning, `-1`: the end.
@throws {CommandError}
*/
export function readBound(text: string, side: 1 | -1): bigint {
	if (text === '-' || text === '+') {
		return text === '-' ? 0n : greatestId;
	}

	const missingNumber = side === 1 ? 0n : mostUnsigned;
	if (!text.startsWith('(') || text.length === 1) {
		return readId(text, missingNumber);
	}

	const id = readId(text.slice(1), missingNumber) + BigInt(side);
	if (id < 0n || id > greatestId) {
		throw new CommandError(`ERR invalid ${side === 1 ? 'start' : 'end'} ID for the interval`);
	}

	return id;
}

function invalidId(): CommandError {
	return new CommandError('ERR Invalid stream ID specified as stream command argument');
}

function splitId(text: string): {readonly milliseconds: string; readonly number: string | undefined} {
	if (text.length > longestText) {
		throw invalidId();
	}

	// C takes a zero byte for the end.
	const whole = untilZero(text);
	const dash = whole.indexOf('-');
	return dash === -1 ? {milliseconds: whole, number: undefined} : {milliseconds: whole.slice(0, dash), number: whole.slice(dash + 1)};
}

/** As Redis reads it: what is no number for it, C's `strtoull` may still take for one, with spaces and a sign. */
function readUnsigned(text: string): bigint | undefined {
	const integer = parseInteger(text);
	if (integer !== undefined) {
		return integer < 0 ? undefined : BigInt(integer);
	}

	const parts = /^[ \t\n\v\f\r]*(?<sign>[+-]?)(?<digits>\d+)$/.exec(text)?.groups;
	const size = BigInt(parts?.digits ?? -1);
	if (size < 0n || size > mostUnsigned) {
		return undefined;
	}

	return parts?.sign === '-' ? BigInt.asUintN(64, -size) : size;
}
