import type {DataCommand} from '../command.js';
import {Members} from '../values/members.js';
import {deleteParts} from './delete-parts.js';
import {scanParts} from './scan-parts.js';

/** Commands that work on the members of one set. */
export const setCommands: readonly DataCommand[] = [
	{
		name: 'sadd', arity: -3, effect: 'grow', run(database, [key = '', ...members]) {
			const set = database.openParts(key, Members);
			const added = members.filter(member => set.add(member)).length;
			if (added > 0) {
				database.touch(key);
			}

			return added;
		},
	},
	{
		name: 'srem', arity: -3, effect: 'write', run: (database, args) => deleteParts(database, args, Members),
	},
	{
		name: 'smove', arity: 4, effect: 'write', run(database, [source = '', target = '', member = '']) {
			// What the target holds does not matter when there is no source.
			const set = database.findParts(source, Members);
			const other = set && database.findParts(target, Members);
			if (!set?.has(member)) {
				return 0;
			}

			if (set !== other) {
				set.delete(member);
				database.touch(source);
				if (database.openParts(target, Members).add(member)) {
					database.touch(target);
				}
			}

			return 1;
		},
	},
	{
		name: 'sismember', arity: 3, effect: 'read', run: (database, [key = '', member = '']) => Number(database.readParts(key, Members)?.has(member) ?? false),
	},
	{
		name: 'smismember', arity: -3, effect: 'read', run(database, [key = '', ...members]) {
			const set = database.readParts(key, Members);
			return members.map(member => Number(set?.has(member) ?? false));
		},
	},
	{
		name: 'scard', arity: 2, effect: 'read', run: (database, [key = '']) => database.readParts(key, Members)?.size ?? 0,
	},
	{
		name: 'smembers', arity: 2, effect: 'read', run: (database, [key = '']) => ({kind: 'set', items: database.readParts(key, Members)?.members() ?? []}),
	},
	{
		name: 'sscan', arity: -3, effect: 'read', run: (database, args) => scanParts(database, args, Members, () => []),
	},
];
