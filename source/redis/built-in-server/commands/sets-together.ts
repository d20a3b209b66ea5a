import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {CommandError, syntaxError, type Reply} from '../reply.js';
import {Members} from '../values/members.js';
import {optionWord} from './option-word.js';
import {readAmount} from './places.js';

// Makes one set of several, of which some may not be there.
type Combine = (sets: ReadonlyArray<Members | undefined>) => Iterable<string>;

/** Commands that combine sets. */
export const setsTogetherCommands: readonly DataCommand[] = [
	...Object.entries({sinter: intersect, sunion: unite, sdiff: subtract}).flatMap(([name, combine]): DataCommand[] => [
		{
			name, arity: -2, effect: 'read', run: (database, keys) => ({kind: 'set', items: Members.of(combine(readSets(database, keys))).members()}),
		},
		{
			name: `${name}store`, arity: -3, effect: 'grow', run: (database, [target = '', ...keys]) => store(database, target, combine, keys),
		},
	]),
	{
		name: 'sintercard', arity: -3, effect: 'read', run(database, [number = '', ...rest]) {
			const count = readAmount(number, 'numkeys should be greater than 0', 1);
			if (count > rest.length) {
				throw new CommandError('ERR Number of keys can\'t be greater than number of args');
			}

			const limit = readLimit(rest.slice(count));
			const {length} = intersect(readSets(database, rest.slice(0, count)));
			return limit === 0 ? length : Math.min(limit, length);
		},
	},
];

function readSets(database: Keyspace, keys: readonly string[]): ReadonlyArray<Members | undefined> {
	return keys.map(key => database.readParts(key, Members));
}

function store(database: Keyspace, target: string, combine: Combine, keys: readonly string[]): Reply {
	const set = Members.of(combine(readSets(database, keys)));
	if (set.size === 0) {
		database.remove(target);
	} else {
		database.put(target, set);
	}

	return set.size;
}

function intersect(sets: ReadonlyArray<Members | undefined>): readonly string[] {
	const [smallest, ...others] = sets.toSorted((a, b) => (a?.size ?? 0) - (b?.size ?? 0));
	return (smallest?.members() ?? []).filter(member => others.every(set => set?.has(member)));
}

function * unite(sets: ReadonlyArray<Members | undefined>): Iterable<string> {
	for (const set of sets) {
		yield * set?.members() ?? [];
	}
}

function subtract([first, ...others]: ReadonlyArray<Members | undefined>): readonly string[] {
	return (first?.members() ?? []).filter(member => !others.some(set => set?.has(member)));
}

function readLimit(options: readonly string[]): number {
	let limit = 0;
	for (let at = 0; at < options.length; at += 2) {
		const value = options[at + 1];
		if (value === undefined || optionWord(options[at] ?? '') !== 'limit') {
			throw syntaxError();
		}

		limit = readAmount(value, 'LIMIT can\'t be negative');
	}

	return limit;
}
