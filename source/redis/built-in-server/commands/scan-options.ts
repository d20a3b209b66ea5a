/*
The words of `SCAN`, `HSCAN`, `SSCAN` and `ZSCAN`.
*/
import {globFilter} from '../glob.js';
import {readCount} from '../integers.js';
import {CommandError, syntaxError} from '../reply.js';
import {untilZero} from '../until-zero.js';
import {optionWord} from './option-word.js';

/** What is asked for. */
export type ScanOptions = {
	/** About how many to look at. */
	readonly count: number;

	/** Whether a key, field or member is wanted by its name. */
	readonly isMatch: (text: string) => boolean;

	/** The type that is wanted, in small letters; `undefined`: any. */
	readonly type: string | undefined;
};

const greatestCursor = 18_446_744_073_709_551_615n;
const mostDigits = 20;

/**
Read a cursor as C's `strtoul` does: `''` is 0, and a minus counts down from 2^64. One that a number does not tell exactly lies behind everything.

@throws {CommandError} when it is none.
*/
export function parseCursor(text: string): number {
	const [, sign, digits] = /^([-+]?)(\d+)?$/.exec(untilZero(text)) ?? [];
	if (digits === undefined && sign !== '') {
		throw new CommandError('ERR invalid cursor');
	}

	// A great number of digits would take long, and others would wait.
	const significant = (digits ?? '').replace(/^0+/, '') || '0';
	const size = significant.length > mostDigits ? undefined : BigInt(significant);
	if (size === undefined || size > greatestCursor) {
		throw new CommandError('ERR invalid cursor');
	}

	return Number(sign === '-' ? BigInt.asUintN(64, -size) : size);
}

/**
Read the options after the cursor.

@param hasType Whether `TYPE` may be asked for.
@throws {CommandError} when they cannot be understood.
*/
export function parseScanOptions(words: readonly string[], hasType: boolean): ScanOptions {
	let count = 10;
	let pattern: string | undefined;
	let type: string | undefined;
	for (let at = 0; at < words.length; at += 2) {
		const value = words[at + 1];
		const option = optionWord(words[at] ?? '');
		if (value === undefined) {
			throw syntaxError();
		}

		if (option === 'count') {
			count = readCount(value);
			if (count < 1) {
				throw syntaxError();
			}
		} else if (option === 'match') {
			pattern = value;
		} else if (option === 'type' && hasType) {
			type = optionWord(value);
		} else {
			throw syntaxError();
		}
	}

	return {count, isMatch: globFilter(pattern), type};
}
