import type {DataCommand} from '../command.js';
import {readCount} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {
	CommandError, nullArray, ok, wrongArity, type Reply,
} from '../reply.js';
import {List, type ListEnd} from '../values/list.js';
import {readAmount, readSpan} from './places.js';

/** Commands that work at the ends of lists, and at places in them. */
export const listCommands: readonly DataCommand[] = [
	{
		name: 'lpush', arity: -3, effect: 'grow', run: (database, args) => push(database, args, 'left'),
	},
	{
		name: 'rpush', arity: -3, effect: 'grow', run: (database, args) => push(database, args, 'right'),
	},
	{
		name: 'lpushx', arity: -3, effect: 'grow', run: (database, args) => database.findParts(args[0] ?? '', List) ? push(database, args, 'left') : 0,
	},
	{
		name: 'rpushx', arity: -3, effect: 'grow', run: (database, args) => database.findParts(args[0] ?? '', List) ? push(database, args, 'right') : 0,
	},
	{
		name: 'lpop', arity: -2, effect: 'write', run: (database, args) => pop(database, args, 'left'),
	},
	{
		name: 'rpop', arity: -2, effect: 'write', run: (database, args) => pop(database, args, 'right'),
	},
	{
		name: 'llen', arity: 2, effect: 'read', run: (database, [key = '']) => database.readParts(key, List)?.size ?? 0,
	},
	{
		name: 'lrange', arity: 4, effect: 'read', run(database, [key = '', start = '', stop = '']) {
			const span = readSpan(start, stop);
			const list = database.readParts(key, List);
			return list ? list.range(...span(list.size)) : [];
		},
	},
	{
		name: 'lindex', arity: 3, effect: 'read', run(database, [key = '', index = '']) {
			const list = database.readParts(key, List);
			return list?.at(placeIn(list, index)) ?? null;
		},
	},
	{
		name: 'lset', arity: 4, effect: 'grow', run(database, [key = '', index = '', item = '']) {
			const list = database.findParts(key, List);
			if (!list) {
				throw new CommandError('ERR no such key');
			}

			const place = placeIn(list, index);
			if (list.at(place) === undefined) {
				throw new CommandError('ERR index out of range');
			}

			list.replace(place, item);
			database.touch(key);
			return ok;
		},
	},
	{
		name: 'ltrim', arity: 4, effect: 'write', run(database, [key = '', start = '', stop = '']) {
			const span = readSpan(start, stop);
			const list = database.findParts(key, List);
			if (list) {
				list.trim(...span(list.size));
				database.touch(key);
			}

			return ok;
		},
	},
];

function push(database: Keyspace, [key = '', ...items]: readonly string[], end: ListEnd): Reply {
	const list = database.openParts(key, List);
	for (const item of items) {
		list.push(item, end);
	}

	database.touch(key);
	return list.size;
}

function pop(database: Keyspace, [key = '', count, ...rest]: readonly string[], end: ListEnd): Reply {
	if (rest.length > 0) {
		throw wrongArity(end === 'left' ? 'lpop' : 'rpop');
	}

	const most = count === undefined ? undefined : readAmount(count);
	const list = database.findParts(key, List);
	if (!list) {
		return most === undefined ? null : nullArray;
	}

	if (most === 0) {
		return [];
	}

	const items: string[] = [];
	while (items.length < (most ?? 1) && list.size > 0) {
		items.push(list.pop(end) ?? '');
	}

	database.touch(key);
	return most === undefined ? items[0] ?? null : items;
}

function placeIn(list: List, text: string): number {
	const index = readCount(text);
	return index < 0 ? list.size + index : index;
}
