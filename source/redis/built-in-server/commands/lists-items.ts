import type {DataCommand} from '../command.js';
import {readCount} from '../integers.js';
import {CommandError, syntaxError} from '../reply.js';
import {List} from '../values/list.js';
import {optionWord} from './option-word.js';
import {readAmount} from './places.js';

/** Commands that look for items in lists. */
export const listItemCommands: readonly DataCommand[] = [
	{
		name: 'linsert', arity: 5, effect: 'grow', run(database, [key = '', where = '', pivot = '', item = '']) {
			const side = optionWord(where);
			if (side !== 'before' && side !== 'after') {
				throw syntaxError();
			}

			const list = database.findParts(key, List);
			if (!list) {
				return 0;
			}

			const items = list.range();
			const place = items.indexOf(pivot);
			if (place === -1) {
				return -1;
			}

			list.assign(items.toSpliced(side === 'before' ? place : place + 1, 0, item));
			database.touch(key);
			return list.size;
		},
	},
	{
		name: 'lrem', arity: 4, effect: 'write', run(database, [key = '', count = '', item = '']) {
			const most = readCount(count);
			const list = database.findParts(key, List);
			if (!list) {
				return 0;
			}

			let left = most === 0 ? Number.POSITIVE_INFINITY : Math.abs(most);
			const stays = (text: string) => text !== item || left-- <= 0;
			const items = list.range();
			const kept = most < 0 ? items.toReversed().filter(text => stays(text)).toReversed() : items.filter(text => stays(text));
			const removed = items.length - kept.length;
			if (removed > 0) {
				list.assign(kept);
				database.touch(key);
			}

			return removed;
		},
	},
	{
		name: 'lpos', arity: -3, effect: 'read', run(database, [key = '', item = '', ...options]) {
			const {rank, count, most} = readSearch(options);
			const list = database.readParts(key, List);
			const size = list?.size ?? 0;
			const found: number[] = [];
			let skipped = 1;
			for (let seen = 0; seen < Math.min(size, most || size) && found.length < (count === 0 ? size : count ?? 1); seen++) {
				const place = rank < 0 ? size - 1 - seen : seen;
				if (list?.at(place) === item && skipped++ >= Math.abs(rank)) {
					found.push(place);
				}
			}

			return count === undefined ? found[0] ?? null : found;
		},
	},
];

type ListSearch = {
	/** Which of the items that are equal is the first that is wanted. Less than 0: from the end. */
	readonly rank: number;

	/** How many are wanted, 0 for all. `undefined`: just one. */
	readonly count: number | undefined;

	/** How many items to look at, 0 for all. */
	readonly most: number;
};

function readSearch(options: readonly string[]): ListSearch {
	let rank = 1;
	let count: number | undefined;
	let most = 0;
	for (let at = 0; at < options.length; at += 2) {
		const option = optionWord(options[at] ?? '');
		const value = options[at + 1];
		if (value !== undefined && option === 'rank') {
			rank = readCount(value);
			if (rank === 0) {
				throw new CommandError('ERR RANK can\'t be zero: use 1 to start from the first match, 2 from the second ... or use negative to start from the end of the list');
			}
		} else if (value !== undefined && option === 'count') {
			count = readAmount(value, 'COUNT can\'t be negative');
		} else if (value !== undefined && option === 'maxlen') {
			most = readAmount(value, 'MAXLEN can\'t be negative');
		} else {
			throw syntaxError();
		}
	}

	return {rank, count, most};
}
