import type {DataCommand} from '../command.js';
import {formatDouble, type Reply} from '../reply.js';
import {SortedSet} from '../values/sorted-set.js';
import {scanParts} from './scan-parts.js';

/** Commands that read members of sorted sets. */
export const sortedSetCommands: readonly DataCommand[] = [
	{
		name: 'zcard', arity: 2, effect: 'read', run: (database, [key = '']) => database.readParts(key, SortedSet)?.size ?? 0,
	},
	{
		name: 'zscore', arity: 3, effect: 'read', run: (database, [key = '', member = '']) => scoreReply(database.readParts(key, SortedSet), member),
	},
	{
		name: 'zmscore', arity: -3, effect: 'read', run(database, [key = '', ...members]) {
			const set = database.readParts(key, SortedSet);
			return members.map(member => scoreReply(set, member));
		},
	},
	{
		name: 'zrank', arity: 3, effect: 'read', run: (database, [key = '', member = '']) => database.readParts(key, SortedSet)?.rank(member) ?? null,
	},
	{
		name: 'zrevrank', arity: 3, effect: 'read', run(database, [key = '', member = '']) {
			const set = database.readParts(key, SortedSet);
			const rank = set?.rank(member);
			return set === undefined || rank === undefined ? null : set.size - 1 - rank;
		},
	},
	{
		name: 'zscan', arity: -3, effect: 'read', run: (database, args) =>
			scanParts(database, args, SortedSet, (set, member) => [scoreText(set, set.score(member) ?? 0)]),
	},
];

function scoreReply(set: SortedSet | undefined, member: string): Reply {
	const score = set?.score(member);
	return score === undefined ? null : {kind: 'double', value: score};
}

// A small sorted set keeps whole numbers as such, and so `1e+17` is written in full.
function scoreText(set: SortedSet, score: number): string {
	return set.encoding === 'listpack' && Number.isInteger(score) && Math.abs(score) <= 2 ** 62 ? String(BigInt(score)) : formatDouble(score);
}
