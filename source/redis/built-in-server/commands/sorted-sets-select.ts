/*
`ZRANGE` and its kin: what they ask for, and which members that is.
*/
import {readCount} from '../integers.js';
import {CommandError, syntaxError} from '../reply.js';
import type {Scored, SortedSet} from '../values/sorted-set.js';
import {optionWord} from './option-word.js';
import {readSpan} from './places.js';
import {membersIn, readLexRange, readScoreRange} from './sorted-sets-ranges.js';

/** What is asked for. */
export type Selection = {
	/** Whether their scores are wanted, too. */
	readonly withScores: boolean;

	/** The members, in the order that is wanted. */
	select(set: SortedSet): readonly Scored[];
};

/** What the name of a command says already. */
export type Preset = {
	/** What the two ends are. `undefined`: options tell it, and whether the order is reversed. */
	readonly by?: 'rank' | 'score' | 'lex';
	readonly isReversed?: boolean;

	/** Whether the members are stored, and so their scores cannot be asked for. */
	readonly isStored?: boolean;
};

/**
Read what is asked for.

@param words The two ends, and options.
@throws {CommandError}
*/
export function readSelection([start = '', stop = '', ...options]: readonly string[], preset: Preset): Selection {
	let {by, isReversed} = preset;
	let withScores = false;
	let offset = 0;
	let limit = -1;
	for (let at = 0; at < options.length; at++) {
		const option = optionWord(options[at] ?? '');
		if (option === 'withscores' && !preset.isStored) {
			withScores = true;
		} else if (option === 'limit' && at + 2 < options.length) {
			offset = readCount(options[++at] ?? '');
			limit = readCount(options[++at] ?? '');
		} else if (option === 'rev' && isReversed !== true && preset.isReversed === undefined) {
			isReversed = true;
		} else if ((option === 'bylex' || option === 'byscore') && by === undefined) {
			by = option === 'bylex' ? 'lex' : 'score';
		} else {
			throw syntaxError();
		}
	}

	if (limit !== -1 && (by ?? 'rank') === 'rank') {
		throw new CommandError('ERR syntax error, LIMIT is only supported in combination with either BYSCORE or BYLEX');
	}

	if (withScores && by === 'lex') {
		throw new CommandError('ERR syntax error, WITHSCORES not supported in combination with BYLEX');
	}

	if (by === 'score' || by === 'lex') {
		const read = by === 'score' ? readScoreRange : readLexRange;
		const range = isReversed ? read(stop, start) : read(start, stop);
		return {select: set => membersIn(set, range, {isReversed, offset, limit}), withScores};
	}

	const span = readSpan(start, stop);
	return {select: set => byRank(set, span(set.size), isReversed), withScores};
}

function byRank(set: SortedSet, [start, end]: readonly [start: number, end: number], isReversed = false): readonly Scored[] {
	return isReversed ? set.all().slice(set.size - end, set.size - start).toReversed() : set.all().slice(start, end);
}
