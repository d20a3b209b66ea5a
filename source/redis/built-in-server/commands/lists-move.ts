import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {syntaxError, type Reply} from '../reply.js';
import {List, type ListEnd} from '../values/list.js';
import {optionWord} from './option-word.js';

/** Commands that move an item from a list to a list. */
export const listMoveCommands: readonly DataCommand[] = [
	{
		name: 'rpoplpush', arity: 3, effect: 'grow', run: (database, [source = '', target = '']) => move(database, source, target, ['right', 'left']),
	},
	{
		name: 'lmove', arity: 5, effect: 'grow', run: (database, [source = '', target = '', from = '', to = '']) => move(database, source, target, [readEnd(from), readEnd(to)]),
	},
];

function readEnd(text: string): ListEnd {
	const end = optionWord(text);
	if (end !== 'left' && end !== 'right') {
		throw syntaxError();
	}

	return end;
}

function move(database: Keyspace, source: string, target: string, [from, to]: readonly [ListEnd, ListEnd]): Reply {
	const list = database.findParts(source, List);
	if (!list) {
		return null;
	}

	const other = database.openParts(target, List);
	const item = list.pop(from) ?? '';
	other.push(item, to);
	database.touch(target);
	database.touch(source);
	return item;
}
