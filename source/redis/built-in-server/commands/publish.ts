import type {DataCommand} from '../command.js';

/** `PUBLISH`. It touches no key, but scripts send messages too. */
export const publishCommands: readonly DataCommand[] = [
	{
		name: 'publish', arity: 3, effect: 'read', run: (database, [channel = '', message = '']) => database.host.publish(channel, message),
	},
];
