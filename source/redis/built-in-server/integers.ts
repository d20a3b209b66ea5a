/*
Whole numbers of 64 bits. Those that a number of JavaScript holds exactly are numbers, greater ones are bigints.
*/
import {notAnInteger} from './reply.js';

/** A whole number of 64 bits. */
export type Integer = number | bigint;

/** The greatest one. */
export const greatestInteger = 9_223_372_036_854_775_807n;

/** The least one. */
export const leastInteger = -9_223_372_036_854_775_808n;

// A sign and nineteen digits.
const longestText = 20;

/**
Read a whole number as Redis does: no space, no plus, no zeros before it. `undefined`: it is none, or needs more than 64 bits.
*/
export function parseInteger(text: string): Integer | undefined {
	if (text.length > longestText) {
		return undefined;
	}

	const value = Number(text);
	if (Number.isSafeInteger(value)) {
		return String(value) === text ? value : undefined;
	}

	return /^-?[1-9]\d+$/.test(text) ? narrow(BigInt(text)) : undefined;
}

/**
Read a whole number of 64 bits.

@throws {CommandError} when it is none.
*/
export function readInteger(text: string): Integer {
	const value = parseInteger(text);
	if (value === undefined) {
		throw notAnInteger();
	}

	return value;
}

/**
Read a place, a length or a count. One beyond all that there can be becomes the nearest number that is exact.

@throws {CommandError} when it is no whole number of 64 bits.
*/
export function readCount(text: string): number {
	const value = readInteger(text);
	return typeof value === 'number' ? value : nearestSafe(value);
}

/** The number that is exact and nearest to this one. */
export function nearestSafe(value: Integer): number {
	return Math.min(Math.max(Number(value), Number.MIN_SAFE_INTEGER), Number.MAX_SAFE_INTEGER);
}

/** The sum of two. `undefined`: it needs more than 64 bits. */
export function addIntegers(a: Integer, b: Integer): Integer | undefined {
	if (typeof a === 'number' && typeof b === 'number' && Number.isSafeInteger(a + b)) {
		return a + b;
	}

	return narrow(BigInt(a) + BigInt(b));
}

/** As it is kept here. `undefined`: it needs more than 64 bits. */
function narrow(value: bigint): Integer | undefined {
	if (value > greatestInteger || value < leastInteger) {
		return undefined;
	}

	const small = Number(value);
	return Number.isSafeInteger(small) ? small : value;
}
