import {inspect} from 'node:util';
import {findDifference, type Difference} from './_differential-compare.js';
import type {Contestant, Sequence} from './_differential-outcome.js';

/** Two servers that shall do the same: the first is right. */
export type Pair = {readonly model: Contestant; readonly candidate: Contestant};

/** Let both servers do a sequence. `undefined`: they did the same. */
export async function compare({model, candidate}: Pair, sequence: Sequence): Promise<Difference | undefined> {
	const [expected, actual] = await Promise.all([model.run(sequence), candidate.run(sequence)]);
	return findDifference(sequence, expected, actual);
}

/**
Leave out of a sequence what has nothing to do with its difference.

@returns The shortest that was found, with the difference that it makes.
*/
export async function shrink(pair: Pair, sequence: Sequence, difference: Difference): Promise<{readonly sequence: Sequence; readonly difference: Difference}> {
	let shortest = {sequence, difference};
	for (let size = Math.ceil(sequence.length / 2); size >= 1; size = size === 1 ? 0 : Math.ceil(size / 2)) {
		for (let at = 0; at < shortest.sequence.length;) {
			const shorter = shortest.sequence.toSpliced(at, size);
			const found = await compare(pair, shorter);
			if (found) {
				shortest = {sequence: shorter, difference: found};
			} else {
				at += size;
			}
		}
	}

	return shortest;
}

/**
Compare sequences of these seeds.

@param generate Makes the sequence of a seed.
@param each Is told of each difference, in words; returns whether to go on.
*/
export async function compareMany(pair: Pair, seeds: {readonly first: number; readonly count: number}, generate: (seed: number) => Sequence, each: (complaint: string, sequence: Sequence) => boolean): Promise<void> {
	for (let seed = seeds.first; seed < seeds.first + seeds.count; seed++) {
		const sequence = generate(seed);
		const difference = await compare(pair, sequence);
		if (!difference) {
			continue;
		}

		// What is there once and not again depends on the moment, and cannot be mended from here.
		const again = await compare(pair, sequence);
		const shrunk = again ? await shrink(pair, sequence, again) : {sequence, difference};
		if (!each(complain(seed, shrunk.sequence, shrunk.difference, Boolean(again)), shrunk.sequence)) {
			return;
		}
	}
}

function complain(seed: number, sequence: Sequence, {where, expected, actual}: Difference, isSteady: boolean): string {
	return [
		`seed ${seed}${isSteady ? '' : ' (not always)'}:`,
		...sequence.map(words => `  ${inspect(words, {breakLength: Infinity, maxStringLength: 300})}`),
		`${where}:`,
		`  expected: ${expected.slice(0, 2000)}`,
		`  actual:   ${actual.slice(0, 2000)}`,
	].join('\n');
}
