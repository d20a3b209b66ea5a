/*
Ranges of sorted sets by score (`1`, `(1`, `-inf`) and by bytes (`[a`, `(a`, `-`, `+`).

The latter are meant for members of the same score. For others Redis goes along the set from the first member, or back from the last one, and so does this.
*/
import {parseDouble} from '../parse-double.js';
import {CommandError} from '../reply.js';
import type {Scored, SortedSet} from '../values/sorted-set.js';
import {untilZero} from '../until-zero.js';

/** What members of a sorted set are meant. */
export type Range = {
	/** Whether a member lies at the least one that is meant, or behind it. */
	reachesStart(item: Scored): boolean;

	/** Whether a member lies at the last one that is meant, or before it. */
	reachesEnd(item: Scored): boolean;

	/** The place of the first one, -1 when there is none. */
	first(set: SortedSet): number;

	/** The place of the last one, -1 when there is none. */
	last(set: SortedSet): number;
};

/**
Read a range of scores.

@throws {CommandError}
*/
export function readScoreRange(min: string, max: string): Range {
	const start = readScore(min);
	const end = readScore(max);
	const reachesStart = ({score}: Scored) => start.isOpen ? score > start.value : score >= start.value;
	const reachesEnd = ({score}: Scored) => end.isOpen ? score < end.value : score <= end.value;
	const places = (set: SortedSet) => {
		const first = set.firstPlace(reachesStart);
		const behind = set.firstPlace(item => !reachesEnd(item));
		return first < behind ? {first, last: behind - 1} : {first: -1, last: -1};
	};

	return {
		reachesStart, reachesEnd, first: set => places(set).first, last: set => places(set).last,
	};
}

function readScore(text: string): {readonly value: number; readonly isOpen: boolean} {
	const isOpen = text.startsWith('(');
	const number = untilZero(text.slice(Number(isOpen)));
	const value = number === '' ? 0 : parseDouble(number);
	if (value === undefined) {
		throw new CommandError('ERR min or max is not a float');
	}

	return {value, isOpen};
}

/**
Read a range of bytes.

@throws {CommandError}
*/
export function readLexRange(min: string, max: string): Range {
	const start = readLexEnd(min);
	const end = readLexEnd(max);
	const reachesStart = ({member}: Scored) => compareLex(member, start.text) > (start.isOpen ? 0 : -1);
	const reachesEnd = ({member}: Scored) => compareLex(member, end.text) < (end.isOpen ? 0 : 1);
	const order = compareLex(start.text, end.text);
	const isEmpty = order > 0 || (order === 0 && (start.isOpen || end.isOpen));
	const find = (set: SortedSet, isFromEnd: boolean) => {
		const items = set.all();
		const [first, last] = [items[0], items.at(-1)];
		if (isEmpty || !first || !last || !reachesStart(last) || !reachesEnd(first)) {
			return -1;
		}

		const place = isFromEnd ? items.findLastIndex(item => reachesEnd(item)) : items.findIndex(item => reachesStart(item));
		const found = items[place];
		return found && (isFromEnd ? reachesStart(found) : reachesEnd(found)) ? place : -1;
	};

	return {
		reachesStart, reachesEnd, first: set => find(set, false), last: set => find(set, true),
	};
}

// -1 lies before all texts, 1 behind them.
type LexEnd = string | -1 | 1;

function readLexEnd(text: string): {readonly text: LexEnd; readonly isOpen: boolean} {
	if (/^[-+](?:\0|$)/.test(text)) {
		return {text: text.startsWith('-') ? -1 : 1, isOpen: true};
	}

	if (!/^[([]/.test(text)) {
		throw new CommandError('ERR min or max not valid string range item');
	}

	return {text: text.slice(1), isOpen: text.startsWith('(')};
}

function compareLex(a: LexEnd, b: LexEnd): number {
	if (a === b) {
		return 0;
	}

	if (typeof a === 'number') {
		return a;
	}

	return typeof b === 'number' ? -b : (a < b ? -1 : 1);
}

/**
The members in a range.

@param options.isReversed From the last one on.
@param options.offset How many to leave out first; less than 0: all.
@param options.limit How many at most; less than 0: all.
*/
export function membersIn(set: SortedSet, range: Range, {isReversed = false, offset = 0, limit = -1} = {}): readonly Scored[] {
	const items = set.all();
	const isInside = isReversed ? range.reachesStart : range.reachesEnd;
	const found: Scored[] = [];
	const first = isReversed ? range.last(set) : range.first(set);
	if (first === -1 || offset < 0) {
		return [];
	}

	for (let place = isReversed ? first - offset : first + offset; found.length !== limit; place += isReversed ? -1 : 1) {
		const item = items[place];
		if (!item || !isInside(item)) {
			break;
		}

		found.push(item);
	}

	return found;
}
