import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {readDouble} from '../parse-double.js';
import {CommandError, syntaxError, type Reply} from '../reply.js';
import {SortedSet} from '../values/sorted-set.js';
import {optionWord} from './option-word.js';

/** Commands that write members of sorted sets. */
export const sortedSetAddCommands: readonly DataCommand[] = [
	{
		name: 'zadd', arity: -4, effect: 'grow', run: (database, args) => add(database, args, []),
	},
	{
		name: 'zincrby', arity: 4, effect: 'grow', run: (database, args) => add(database, args, ['incr']),
	},
];

const optionNames = ['nx', 'xx', 'gt', 'lt', 'ch', 'incr'] as const;
type Option = (typeof optionNames)[number];

function add(database: Keyspace, [key = '', ...words]: readonly string[], preset: readonly Option[]): Reply {
	const {options, pairs} = readWords(words, preset);
	if (options.has('xx') && !database.findParts(key, SortedSet)) {
		return options.has('incr') ? null : 0;
	}

	const set = database.openParts(key, SortedSet);
	let added = 0;
	let updated = 0;
	let last: number | undefined;
	for (const {member, score} of pairs) {
		const before = set.score(member);
		const after = newScore(before, score, options);
		last = after;
		if (after !== undefined && after !== before) {
			set.set(member, after);
			added += Number(before === undefined);
			updated += Number(before !== undefined);
		}
	}

	if (added + updated > 0) {
		database.touch(key);
	}

	if (options.has('incr')) {
		return last === undefined ? null : {kind: 'double', value: last};
	}

	return options.has('ch') ? added + updated : added;
}

function readWords(words: readonly string[], preset: readonly Option[]): {
	readonly options: ReadonlySet<Option>;
	readonly pairs: ReadonlyArray<{readonly member: string; readonly score: number}>;
} {
	const options = new Set(preset);
	let at = 0;
	for (;;) {
		const word = optionWord(words[at] ?? '');
		const option = optionNames.find(name => name === word);
		if (option === undefined) {
			break;
		}

		options.add(option);
		at++;
	}

	const count = (words.length - at) / 2;
	if (count === 0 || !Number.isInteger(count)) {
		throw syntaxError();
	}

	if (options.has('nx') && options.has('xx')) {
		throw new CommandError('ERR XX and NX options at the same time are not compatible');
	}

	if (Number(options.has('gt')) + Number(options.has('lt')) + Number(options.has('nx')) > 1) {
		throw new CommandError('ERR GT, LT, and/or NX options at the same time are not compatible');
	}

	if (options.has('incr') && count > 1) {
		throw new CommandError('ERR INCR option supports a single increment-element pair');
	}

	const pairs: Array<{readonly member: string; readonly score: number}> = [];
	for (; at < words.length; at += 2) {
		pairs.push({score: readDouble(words[at] ?? ''), member: words[at + 1] ?? ''});
	}

	return {options, pairs};
}

// `undefined` when the options forbid the change.
function newScore(before: number | undefined, given: number, options: ReadonlySet<Option>): number | undefined {
	if (before === undefined) {
		return options.has('xx') ? undefined : given;
	}

	if (options.has('nx')) {
		return undefined;
	}

	const score = options.has('incr') ? before + given : given;
	if (Number.isNaN(score)) {
		throw new CommandError('ERR resulting score is not a number (NaN)');
	}

	return (options.has('lt') && score >= before) || (options.has('gt') && score <= before) ? undefined : score;
}
