import {leastInteger, nearestSafe, readInteger} from '../integers.js';
import {CommandError} from '../reply.js';

// Redis would go on until the client's output is over its limit, and nobody else would have his turn.
const mostRepeated = 1_000_000;

/**
Read how many are wanted by chance. Fewer than none: so many, and each may come more than once.

@throws {CommandError}
*/
export function readChoice(text: string): number {
	const count = readInteger(text);
	if (count === leastInteger) {
		throw new CommandError('ERR value is out of range, value must between -9223372036854775807 and 9223372036854775807');
	}

	if (count < -mostRepeated) {
		throw new CommandError('ERR value is out of range');
	}

	return nearestSafe(count);
}

/** One of them by chance. */
export function chooseOne<T>(items: readonly T[]): T | undefined {
	return items[Math.floor(Math.random() * items.length)];
}

/**
Some of them by chance.

@param count As `readChoice` reads it.
*/
export function choose<T>(items: readonly T[], count: number): readonly T[] {
	if (count >= items.length) {
		return items;
	}

	const chosen: T[] = [];
	if (count < 0) {
		for (let left = items.length === 0 ? 0 : -count; left > 0; left--) {
			chosen.push(items[Math.floor(Math.random() * items.length)]!);
		}

		return chosen;
	}

	// Robert Floyd's way: no more work than what is chosen, however many there are.
	const places = new Set<number>();
	for (let last = items.length - count; last < items.length; last++) {
		const place = Math.floor(Math.random() * (last + 1));
		places.add(places.has(place) ? last : place);
	}

	return Array.from(places, place => items[place]!);
}
