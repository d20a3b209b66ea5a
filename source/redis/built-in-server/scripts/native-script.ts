import type {DataCommand} from '../command.js';
import {execute, findCommand, fits} from '../execute.js';
import {formatGeneral} from '../format-number.js';
import type {Keyspace} from '../keyspace.js';
import {CommandError, type Reply} from '../reply.js';

/**
A script of ours, written again in TypeScript: the same commands in the same order, the same answers.
*/
export type NativeScript = {
	/** The name of its Lua file. */
	readonly name: string;

	/** The SHA-1 of the Lua file that this does the same as. A file that has changed is not run as this. */
	readonly sha1: string;

	/**
	Do it.

	@param call Does a command as `redis.call` does.
	@throws {CommandError} as the Lua would.
	*/
	run(call: Call, keys: readonly string[], args: readonly string[]): Reply;
};

/** What a script may hand to a command. `undefined` is Lua's `nil`, which is refused. */
export type Argument = string | number | undefined;

/** Do a command, whose name is in small letters, within a script. Throws the error that the command answers. */
export type Call = (name: string, ...args: readonly Argument[]) => Reply;

/**
`redis.call` on a database.

@param check Refuses commands, by throwing. Default: none is refused.
*/
export function callOn(database: Keyspace, check?: (command: DataCommand) => void): Call {
	return (name, ...args) => {
		const words = args.map(arg => asWord(arg));
		const command = findCommand(name);
		if (!command) {
			throw new CommandError('ERR Unknown Redis command called from script');
		}

		if (!fits(command.arity, words.length + 1)) {
			throw new CommandError('ERR Wrong number of args calling Redis command from script');
		}

		check?.(command);
		return execute(command, database, words);
	};
}

/** `redis.pcall`: `undefined` in place of an error. */
export function attempt(call: Call, name: string, ...args: readonly Argument[]): Reply | undefined {
	try {
		return call(name, ...args);
	} catch (error) {
		if (error instanceof CommandError) {
			return undefined;
		}

		throw error;
	}
}

function asWord(arg: Argument): string {
	if (typeof arg === 'string') {
		return arg;
	}

	if (arg === undefined) {
		throw new CommandError('ERR Lua redis lib command arguments must be strings or integers');
	}

	return formatGeneral(arg, 17);
}
