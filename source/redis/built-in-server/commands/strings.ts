import type {DataCommand} from '../command.js';

/** Commands on strings. */
export const stringCommands: readonly DataCommand[] = [
	{
		name: 'get', arity: 2, effect: 'read', run: (database, [key = '']) => database.readString(key) ?? null,
	},
	{
		name: 'mget', arity: -2, effect: 'read', run: (database, keys) => keys.map(key => {
			const value = database.read(key);
			return typeof value === 'string' ? value : null;
		}),
	},
];
