import type {DataCommand} from '../command.js';
import {readInteger} from '../integers.js';
import type {Keyspace} from '../keyspace.js';
import {CommandError, syntaxError} from '../reply.js';
import {optionWord} from './option-word.js';

/** The command that makes a key as another is. */
export const copyCommand: DataCommand = {
	name: 'copy', arity: -3, effect: 'grow', run(database, [from = '', to = '', ...words]) {
		const isReplacing = parseOptions(database, words);
		if (from === to) {
			throw new CommandError('ERR source and destination objects are the same');
		}

		const entry = database.entryOf(from);
		if (!entry || (database.entryOf(to) && !isReplacing)) {
			return 0;
		}

		const {value, expiresAtMs} = entry;
		database.remove(to);
		database.put(to, typeof value === 'string' ? value : value.copy(), expiresAtMs);
		return 1;
	},
};

/** Whether a key may be replaced. There is no copy from one database to another. */
function parseOptions(database: Keyspace, words: readonly string[]): boolean {
	let isReplacing = false;
	for (let at = 0; at < words.length; at++) {
		const word = optionWord(words[at] ?? '');
		const next = words[at + 1];
		if (word === 'replace') {
			isReplacing = true;
		} else if (word === 'db' && next !== undefined) {
			if (readInteger(next) !== database.index) {
				throw new CommandError('ERR this server copies only within a database');
			}

			at++;
		} else {
			throw syntaxError();
		}
	}

	return isReplacing;
}
