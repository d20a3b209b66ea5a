import type {DataCommand} from '../command.js';
import {globFilter} from '../glob.js';
import type {Entry} from '../entry.js';
import type {Keyspace} from '../keyspace.js';
import {typeOf} from '../values/values.js';
import {parseCursor, parseScanOptions} from './scan-options.js';

/** Commands that look for keys. */
export const scanCommands: readonly DataCommand[] = [
	{
		name: 'scan', arity: -2, effect: 'read', run(database, [position = '', ...words]) {
			const cursor = parseCursor(position);
			const {count, isMatch, type} = parseScanOptions(words, true);
			const found: Entry[] = [];
			const next = database.scan(cursor, count, entry => {
				if (isMatch(entry.key) && (type === undefined || typeOf(entry.value) === type)) {
					found.push(entry);
				}
			});
			return [String(next), found.filter(entry => isThere(database, entry)).map(({key}) => key)];
		},
	},
	{
		name: 'keys', arity: 2, effect: 'read', run(database, [pattern = '']) {
			const isMatch = globFilter(pattern);
			const keys: string[] = [];
			for (const entry of database.entries()) {
				if (isMatch(entry.key) && isThere(database, entry)) {
					keys.push(entry.key);
				}
			}

			return keys;
		},
	},
	{
		name: 'randomkey', arity: 1, effect: 'read', run(database) {
			while (database.size > 0) {
				const entry = nth(database.entries(), Math.floor(Math.random() * database.size));
				if (entry && isThere(database, entry)) {
					return entry.key;
				}
			}

			return null;
		},
	},
];

/** Whether a key has not run out. One that has is taken away. */
function isThere(database: Keyspace, {key, expiresAtMs}: Entry): boolean {
	return expiresAtMs === undefined || database.entryOf(key) !== undefined;
}

function nth<Item>(items: Iterable<Item>, place: number): Item | undefined {
	let at = 0;
	for (const item of items) {
		if (at++ === place) {
			return item;
		}
	}

	return undefined;
}
