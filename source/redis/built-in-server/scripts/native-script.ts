import {execute, findCommand, fits, unknownCommand, wrongArity} from '../execute.js';
import type {Keyspace} from '../keyspace.js';
import {CommandError, type Reply} from '../reply.js';

/**
A script of ours, written again in TypeScript: the same commands in the same order, the same answers.
*/
export type NativeScript = {
	/** The name of its Lua file. */
	readonly name: string;

	/**
	Do it.

	@param call Does a command as `redis.call` does.
	@throws {CommandError} as the Lua would.
	*/
	run(call: Call, keys: readonly string[], args: readonly string[]): Reply;
};

/** Do a command within a script. Throws the error that the command answers. */
export type Call = (name: string, ...args: readonly string[]) => Reply;

/** `redis.call` on a database. */
export function callOn(database: Keyspace): Call {
	return (name, ...args) => {
		const command = findCommand(name);
		if (!command) {
			throw unknownCommand([name, ...args]);
		}

		if (!fits(command.arity, args.length + 1)) {
			throw wrongArity(command.name);
		}

		return execute(command, database, args);
	};
}

/** `redis.pcall`: `undefined` in place of an error. */
export function attempt(call: Call, name: string, ...args: readonly string[]): Reply | undefined {
	try {
		return call(name, ...args);
	} catch (error) {
		if (error instanceof CommandError) {
			return undefined;
		}

		throw error;
	}
}
