import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {CommandError, syntaxError, wrongType} from '../reply.js';
import {readInteger, nearestSafe} from '../integers.js';
import {readDouble} from '../parse-double.js';
import {Members} from '../values/members.js';
import {compareScored, SortedSet, type Scored} from '../values/sorted-set.js';
import {optionWord} from './option-word.js';
import {readAmount} from './places.js';
import {scoredReply} from './sorted-sets-range.js';
import {storeSorted} from './sorted-sets-store.js';

type Source = {readonly scores: ReadonlyMap<string, number>; readonly weight: number};
type Aggregate = (a: number, b: number) => number;
type Combine = (sources: readonly Source[], aggregate: Aggregate) => Map<string, number>;

const combinations: Readonly<Record<'zunion' | 'zinter' | 'zdiff', Combine>> = {zunion: unite, zinter: intersect, zdiff: subtract};

/** Commands that combine sorted sets, and sets whose members count as 1. */
export const sortedSetsTogetherCommands: readonly DataCommand[] = [
	...(['zunion', 'zinter', 'zdiff'] as const).flatMap((name): DataCommand[] => [
		{
			name, arity: -3, effect: 'read', run(database, args) {
				const {items, withScores} = combine(database, args, name, name);
				return scoredReply(items, withScores);
			},
		},
		{
			name: `${name}store`, arity: -4, effect: 'grow', run: (database, [target = '', ...args]) =>
				storeSorted(database, target, combine(database, args, name, `${name}store`).items),
		},
	]),
	{
		name: 'zintercard', arity: -3, effect: 'read', run(database, args) {
			const {items, limit} = combine(database, args, 'zinter', 'zintercard');
			return limit === 0 ? items.length : Math.min(limit, items.length);
		},
	},
];

function combine(database: Keyspace, [number = '', ...words]: readonly string[], how: keyof typeof combinations, name: string): CombineOptions & {readonly items: readonly Scored[]} {
	const count = nearestSafe(readInteger(number));
	if (count < 1) {
		throw new CommandError(`ERR at least 1 input key is needed for '${name}' command`);
	}

	if (count > words.length) {
		throw syntaxError();
	}

	const all = words.slice(0, count).map(key => readScores(database, key));
	const options = readOptions(words.slice(count), count, name);
	const sources = all.map((scores, index) => ({scores, weight: options.weights[index] ?? 1}));
	// The order matters where sums are not exact.
	const sorted = how === 'zdiff' ? sources : sources.toSorted((a, b) => a.scores.size - b.scores.size);
	const result = combinations[how](sorted, options.aggregate);
	return {...options, items: Array.from(result, ([member, score]) => ({member, score})).toSorted(compareScored)};
}

function readScores(database: Keyspace, key: string): ReadonlyMap<string, number> {
	const value = database.read(key);
	if (value instanceof Members) {
		return new Map(value.members().map(member => [member, 1]));
	}

	if (value !== undefined && !(value instanceof SortedSet)) {
		throw wrongType();
	}

	return new Map(value?.all().map(({member, score}) => [member, score]));
}

type CombineOptions = {
	readonly weights: readonly number[];
	readonly aggregate: Aggregate;
	readonly withScores: boolean;

	/** How many to count at most, 0 for all. */
	readonly limit: number;
};

const aggregates: ReadonlyMap<string, Aggregate> = new Map<string, Aggregate>([
	['sum', (a, b) => notNumberIsZero(a + b)],
	// Not `Math.min`: what is no number does not count here.
	['min', (a, b) => [a, b].find(value => value < a) ?? a],
	['max', (a, b) => [a, b].find(value => value > a) ?? a],
]);

function readOptions(words: readonly string[], count: number, name: string): CombineOptions {
	const isCard = name === 'zintercard';
	const hasWeights = !isCard && !name.startsWith('zdiff');
	let weights: readonly number[] = [];
	let aggregate = aggregates.get('sum')!;
	let withScores = false;
	let limit = 0;
	for (let at = 0; at < words.length;) {
		const option = optionWord(words[at++] ?? '');
		const left = words.length - at;
		if (option === 'weights' && hasWeights && left >= count) {
			weights = words.slice(at, at + count).map(word => readDouble(word, new CommandError('ERR weight value is not a float')));
			at += count;
		} else if (option === 'aggregate' && hasWeights && left > 0) {
			const found = aggregates.get(optionWord(words[at++] ?? ''));
			if (!found) {
				throw syntaxError();
			}

			aggregate = found;
		} else if (option === 'withscores' && !isCard && !name.endsWith('store')) {
			withScores = true;
		} else if (option === 'limit' && isCard && left > 0) {
			limit = readAmount(words[at++] ?? '', 'LIMIT can\'t be negative');
		} else {
			throw syntaxError();
		}
	}

	return {
		weights, aggregate, withScores, limit,
	};
}

function notNumberIsZero(value: number): number {
	return Number.isNaN(value) ? 0 : value;
}

function unite(sources: readonly Source[], aggregate: Aggregate): Map<string, number> {
	const result = new Map<string, number>();
	for (const {scores, weight} of sources) {
		for (const [member, score] of scores) {
			const weighed = notNumberIsZero(weight * score);
			const before = result.get(member);
			result.set(member, before === undefined ? weighed : aggregate(before, weighed));
		}
	}

	return result;
}

function intersect([smallest, ...others]: readonly Source[], aggregate: Aggregate): Map<string, number> {
	const result = new Map<string, number>();
	for (const [member, score] of smallest?.scores ?? []) {
		let sum: number | undefined = notNumberIsZero((smallest?.weight ?? 1) * score);
		for (const {scores, weight} of others) {
			const other = scores.get(member);
			sum = sum === undefined || other === undefined ? undefined : aggregate(sum, other * weight);
		}

		if (sum !== undefined) {
			result.set(member, sum);
		}
	}

	return result;
}

function subtract([first, ...others]: readonly Source[]): Map<string, number> {
	return new Map([...first?.scores ?? []].filter(([member]) => !others.some(({scores}) => scores.has(member))));
}
