import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {syntaxError, type Reply} from '../reply.js';
import {SortedSet} from '../values/sorted-set.js';
import {deleteParts} from './delete-parts.js';
import {readAmount, readSpan} from './places.js';
import {scoredReply} from './sorted-sets-range.js';
import {
	membersIn, readLexRange, readScoreRange, type Range,
} from './sorted-sets-ranges.js';

/** Commands that take members out of sorted sets. */
export const sortedSetRemoveCommands: readonly DataCommand[] = [
	{
		name: 'zrem', arity: -3, effect: 'write', run: (database, args) => deleteParts(database, args, SortedSet),
	},
	{
		name: 'zremrangebyrank', arity: 4, effect: 'write', run(database, [key = '', start = '', stop = '']) {
			const span = readSpan(start, stop);
			return removeRange(database, key, set => span(set.size));
		},
	},
	{
		name: 'zremrangebyscore', arity: 4, effect: 'write', run: (database, [key = '', min = '', max = '']) => removeRange(database, key, placesOf(readScoreRange(min, max))),
	},
	{
		name: 'zremrangebylex', arity: 4, effect: 'write', run: (database, [key = '', min = '', max = '']) => removeRange(database, key, placesOf(readLexRange(min, max))),
	},
	{
		name: 'zpopmin', arity: -2, effect: 'write', run: (database, args) => pop(database, args, false),
	},
	{
		name: 'zpopmax', arity: -2, effect: 'write', run: (database, args) => pop(database, args, true),
	},
];

type Places = (set: SortedSet) => readonly [start: number, end: number];

function placesOf(range: Range): Places {
	return set => {
		const first = range.first(set);
		return [first, first + membersIn(set, range).length];
	};
}

function removeRange(database: Keyspace, key: string, places: Places): Reply {
	const set = database.findParts(key, SortedSet);
	const removed = set?.take(...places(set)).length ?? 0;
	if (removed > 0) {
		database.touch(key);
	}

	return removed;
}

function pop(database: Keyspace, [key = '', count, ...rest]: readonly string[], isFromEnd: boolean): Reply {
	if (rest.length > 0) {
		throw syntaxError();
	}

	const most = count === undefined ? 1 : readAmount(count);
	const set = database.findParts(key, SortedSet);
	const start = set && isFromEnd ? Math.max(0, set.size - most) : 0;
	const items = set?.take(start, start + most) ?? [];
	if (items.length > 0) {
		database.touch(key);
	}

	const reply = scoredReply(isFromEnd ? items.toReversed() : items, true);
	// A single one is a flat array for all clients.
	return count === undefined && typeof reply === 'object' && reply !== null && 'pairs' in reply ? reply.pairs : reply;
}
