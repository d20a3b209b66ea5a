import {setImmediate as nextTurn} from 'node:timers/promises';
import {execute, findCommand, fits} from '../execute.js';
import type {Keyspace} from '../keyspace.js';
import {quote} from '../quote.js';
import {CommandError} from '../reply.js';
import {logName} from './files.js';
import {LogError} from './log-error.js';
import {DamageError, type LogReader} from './log-reader.js';

// A few hundredths of a second.
const mostBytesPerTurn = 1_048_576;

/** How the reading of a log came out. */
export type Outcome = {
	/** Where the last whole unit ends: a command, or all from a `MULTI` to its `EXEC`. In bytes from the beginning of the file. */
	readonly goodBytes: number;

	/** What was found there that does not belong there; `undefined`: nothing, the file ends there, or a unit was cut off. */
	readonly damage: string | undefined;

	/** Errors of commands, which were passed over. */
	readonly errors: readonly string[];
};

/**
Do what a log says, unit by unit. What begins with `MULTI` is done when its `EXEC` has been read, so that no half of it is ever done.

Others have their turns meanwhile.

@param databases All of them. Set `isLoading` before.
@throws {LogError} at a command or a database that nobody knows here.
*/
export async function replay(reader: LogReader, databases: readonly Keyspace[]): Promise<Outcome> {
	let goodBytes = 0;
	let turnBytes = 0;
	let database = select(databases, ['0']);
	let unit: Array<readonly string[]> | undefined;
	const errors: string[] = [];

	const run = ([name = '', ...args]: readonly string[]) => {
		switch (name.toLowerCase()) {
			case 'select': {
				database = select(databases, args);
				break;
			}

			case 'flushall': {
				for (const each of databases) {
					each.clear();
				}

				break;
			}

			default: {
				try {
					runData(database, name, args);
				} catch (error) {
					// As Redis does it: it is whole, and what it did not do then it shall not do now.
					if (!(error instanceof CommandError)) {
						throw error;
					}

					errors.push(error.message);
				}
			}
		}
	};

	try {
		for (let words = reader.next(); words; words = reader.next()) {
			const name = words[0]?.toLowerCase();
			if (name === 'multi') {
				if (unit) {
					throw new DamageError('a MULTI within another');
				}

				unit = [];
			} else if (!unit && name === 'exec') {
				throw new DamageError('an EXEC without MULTI');
			} else if (unit && name !== 'exec') {
				unit.push(words);
			} else {
				for (const command of unit ?? [words]) {
					run(command);
				}

				unit = undefined;
				goodBytes = reader.position;
				if (goodBytes - turnBytes > mostBytesPerTurn) {
					turnBytes = goodBytes;
					await nextTurn();
				}
			}
		}
	} catch (error) {
		if (error instanceof DamageError) {
			return {goodBytes, damage: error.message, errors};
		}

		throw error;
	}

	return {goodBytes, damage: undefined, errors};
}

function select(databases: readonly Keyspace[], [number = '']: readonly string[]): Keyspace {
	const database = databases[Number(number)];
	if (!database) {
		throw new LogError(`${logName} holds something for the database ${quote(number.slice(0, 64))}, and there are ${databases.length}: let there be more of them`);
	}

	return database;
}

function runData(database: Keyspace, name: string, args: readonly string[]): void {
	const command = findCommand(name);
	if (!command || !fits(command.arity, args.length + 1)) {
		// Whole, and yet not ours: a real server has written it, or a later version of this one.
		throw new LogError(`${logName} holds a command that the built-in server does not know, ${quote(name.slice(0, 64))} with ${args.length} words: start redis-server or valkey-server on this data, or move the file away to begin anew`);
	}

	database.startCommand();
	execute(command, database, args);
}
