import type {DataCommand} from '../command.js';
import type {Keyspace} from '../keyspace.js';
import {
	CommandError, ok, syntaxError, type Reply,
} from '../reply.js';
import {typeOf} from '../values/values.js';
import {copyCommand} from './keys-copy.js';
import {objectCommand} from './keys-object.js';
import {optionWord} from './option-word.js';

/** Commands on keys, whatever they hold. */
export const keyCommands: readonly DataCommand[] = [
	{
		name: 'del', arity: -2, effect: 'write', run: remove,
	},
	{
		name: 'unlink', arity: -2, effect: 'write', run: remove,
	},
	{
		name: 'exists', arity: -2, effect: 'read', run: countKeys,
	},
	{
		name: 'touch', arity: -2, effect: 'read', run: countKeys,
	},
	{
		name: 'type', arity: 2, effect: 'read', run(database, [key = '']) {
			const value = database.read(key);
			return {kind: 'status', text: value === undefined ? 'none' : typeOf(value)};
		},
	},
	{
		name: 'rename', arity: 3, effect: 'write', run(database, [from = '', to = '']) {
			rename(database, from, to);
			return ok;
		},
	},
	{
		name: 'renamenx', arity: 3, effect: 'write', run(database, [from = '', to = '']) {
			if (database.entryOf(from) && database.entryOf(to)) {
				return 0;
			}

			rename(database, from, to);
			return 1;
		},
	},
	copyCommand,
	objectCommand,
	{
		name: 'dbsize', arity: 1, effect: 'read', run: database => database.size,
	},
	{
		name: 'flushdb', arity: -1, effect: 'write', run(database, words) {
			if (words.length > 1 || words.some(word => !['sync', 'async'].includes(optionWord(word)))) {
				throw syntaxError();
			}

			database.clear();
			return ok;
		},
	},
	{
		name: 'time', arity: 1, effect: 'read', run({host}) {
			const now = host.nowUs();
			return [String(Math.floor(now / 1e6)), String(Math.floor(now % 1e6))];
		},
	},
];

function remove(database: Keyspace, keys: readonly string[]): Reply {
	return keys.filter(key => database.remove(key)).length;
}

function countKeys(database: Keyspace, keys: readonly string[]): Reply {
	return keys.filter(key => database.read(key) !== undefined).length;
}

function rename(database: Keyspace, from: string, to: string): void {
	const entry = database.entryOf(from);
	if (!entry) {
		throw new CommandError('ERR no such key');
	}

	if (from === to) {
		return;
	}

	const {value, expiresAtMs} = entry;
	database.remove(from);
	database.put(to, value, expiresAtMs);
}
