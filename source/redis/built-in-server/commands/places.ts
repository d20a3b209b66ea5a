import {nearestSafe, parseInteger, readCount} from '../integers.js';
import {CommandError} from '../reply.js';

/** Which items of so many are meant: the place of the first, and of the first that no longer is. */
export type Span = (size: number) => readonly [start: number, end: number];

/**
Read a range of places, both of which are meant, where -1 is the last one.

@throws {CommandError}
*/
export function readSpan(start: string, stop: string): Span {
	const first = readCount(start);
	const last = readCount(stop);
	return size => {
		const from = Math.max(0, first < 0 ? size + first : first);
		const end = Math.min(size, (last < 0 ? size + last : last) + 1);
		return from < end ? [from, end] : [0, 0];
	};
}

/**
Read how many.

@param otherwise What to say when it is less than 0, or no whole number of 64 bits.
@throws {CommandError}
*/
export function readAmount(text: string, otherwise = 'value is out of range, must be positive', least = 0): number {
	const amount = parseInteger(text);
	if (amount === undefined || amount < least) {
		throw new CommandError(`ERR ${otherwise}`);
	}

	return nearestSafe(amount);
}
