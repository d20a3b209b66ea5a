import type {DataCommand} from './command.js';
import {dataCommands} from './data-commands.js';
import type {Keyspace} from './keyspace.js';
import {CommandError, type Reply} from './reply.js';
import {untilZero} from './until-zero.js';

/**
Find a command that works on keys, however its name is written.
*/
export function findCommand(name: string): DataCommand | undefined {
	return dataCommands.get(name) ?? dataCommands.get(name.toLowerCase());
}

/** The error for a name that is no command. Redis's own text: what came with it is told up to 128 bytes. */
export function unknownCommand([name = '', ...args]: readonly string[]): CommandError {
	let told = '';
	for (const arg of args) {
		if (told.length >= 128) {
			break;
		}

		told += `'${untilZero(arg).slice(0, 128 - told.length)}' `;
	}

	return new CommandError(`ERR unknown command '${untilZero(name).slice(0, 128)}', with args beginning with: ${told}`);
}

/** Whether this many words, the name included, may make a command. */
export function fits(arity: number, words: number): boolean {
	return arity < 0 ? words >= -arity : words === arity;
}

/**
Do a command that works on keys, and log what it has changed, unless it comes from the log.

@param args Without its name. Their number fits.
@throws {CommandError}
*/
export function execute(command: DataCommand, database: Keyspace, args: readonly string[]): Reply {
	const before = database.changes;
	database.rewritten = undefined;
	const reply = command.run(database, args);
	if (database.changes !== before && !database.isLoading) {
		for (const change of database.rewritten ?? [[command.name, ...args]]) {
			database.host.log(change, database);
		}
	}

	return reply;
}
