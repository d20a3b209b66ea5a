import {
	negatable, text, type Flags, type Values,
} from './flags.js';

/** The flags of every command. */
export const commonFlags = {
	redis: text('<address>', 'redis://, rediss://, unix://, valkey:// or redis+sentinel:// (default: REDIS_URL, else localhost:6379)'),
	start: negatable('never start a Redis'),
} satisfies Flags;

/** The values of `commonFlags`. */
export type CommonFlags = Values<typeof commonFlags>;

/** What a command is run with. */
export type Call<Table extends Flags = Flags> = {
	readonly arguments: readonly string[];
	readonly flags: CommonFlags & Values<Table>;
	/** Aborted by the first signal that asks the program to end. */
	readonly signal: AbortSignal;
	/** Write to stdout. Rejects when that fails; a reader that has left ends the program. */
	print(this: void, text: string): Promise<void>;
};

/** A command: usage, help and checks are made from this object. */
export type Command<Table extends Flags = Flags> = {
	readonly name: string;
	/** One line for the list of commands. */
	readonly summary: string;
	/**
	Its arguments as the usage text shows them: `<task>` must be given, `[id]` may, `<description>…` takes all the rest.
	*/
	readonly arguments: readonly string[];
	readonly flags: Table;
	readonly examples: readonly string[];
	/** What stands after `--` is not looked at: it belongs to another program. Default: `false`. */
	readonly passesOn?: boolean;
	/** It takes over the terminal, and with it the signals. Default: `false`. */
	readonly opensTerminal?: boolean;
	/** How long it may take to end after a signal, in seconds. Default: 10. */
	graceSeconds?(flags: Values<Table>): number;
	/** @throws {UserError} that says what is wrong. */
	run(call: Call<Table>): Promise<void>;
};

/** Any command, whatever its flags. */
export type AnyCommand = Omit<Command, 'run' | 'graceSeconds'> & {
	graceSeconds?(flags: never): number;
	run(call: never): Promise<void>;
};

/** A command, with the types of its flags inferred. */
export function defineCommand<const Table extends Flags>(command: Command<Table>): Command<Table> {
	return command;
}
