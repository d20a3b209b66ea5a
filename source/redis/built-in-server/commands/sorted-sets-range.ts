import type {DataCommand} from '../command.js';
import type {Reply} from '../reply.js';
import {SortedSet, type Scored} from '../values/sorted-set.js';
import {storeSorted} from './sorted-sets-store.js';
import {membersIn, readLexRange, readScoreRange} from './sorted-sets-ranges.js';
import {readSelection, type Preset} from './sorted-sets-select.js';

/** Commands that read ranges of sorted sets. */
export const sortedSetRangeCommands: readonly DataCommand[] = [
	readCommand('zrange', {}),
	readCommand('zrevrange', {by: 'rank', isReversed: true}),
	readCommand('zrangebyscore', {by: 'score', isReversed: false}),
	readCommand('zrevrangebyscore', {by: 'score', isReversed: true}),
	readCommand('zrangebylex', {by: 'lex', isReversed: false}),
	readCommand('zrevrangebylex', {by: 'lex', isReversed: true}),
	{
		name: 'zrangestore', arity: -5, effect: 'grow', run(database, [target = '', source = '', ...words]) {
			const {select} = readSelection(words, {isStored: true});
			const set = database.readParts(source, SortedSet);
			return storeSorted(database, target, set ? select(set) : []);
		},
	},
	{
		name: 'zcount', arity: 4, effect: 'read', run(database, [key = '', min = '', max = '']) {
			const range = readScoreRange(min, max);
			const set = database.readParts(key, SortedSet);
			const first = set ? range.first(set) : -1;
			return set && first >= 0 ? range.last(set) - first + 1 : 0;
		},
	},
	{
		name: 'zlexcount', arity: 4, effect: 'read', run(database, [key = '', min = '', max = '']) {
			const range = readLexRange(min, max);
			const set = database.readParts(key, SortedSet);
			return set ? membersIn(set, range).length : 0;
		},
	},
];

function readCommand(name: string, preset: Preset): DataCommand {
	return {
		name, arity: -4, effect: 'read', run(database, [key = '', ...words]) {
			const {select, withScores} = readSelection(words, preset);
			const set = database.readParts(key, SortedSet);
			return scoredReply(set ? select(set) : [], withScores);
		},
	};
}

/** Members, and their scores if they are wanted. */
export function scoredReply(items: readonly Scored[], withScores: boolean): Reply {
	return withScores
		? {kind: 'pairs', pairs: items.flatMap(({member, score}): Reply[] => [member, {kind: 'double', value: score}])}
		: items.map(({member}) => member);
}
