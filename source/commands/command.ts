import {
	address, negatable, type Flags, type Values,
} from './flags.js';

/** The flags of every command. */
export const commonFlags = {
	redis: address('redis://, rediss://, unix://, valkey:// or redis+sentinel:// (default: REDIS_URL, else localhost:6379)'),
	start: negatable('never start a Redis'),
} satisfies Flags;

/** The values of `commonFlags`. */
export type CommonFlags = Values<typeof commonFlags>;

/** What a command runs with. */
export type Call<Table extends Flags = Flags> = {
	readonly arguments: readonly string[];
	readonly flags: CommonFlags & Values<Table>;
	/** Aborted by the first signal that asks the program to end. */
	readonly signal: AbortSignal;
	/** Write to stdout. Rejects on failure; if the reader has left, the program ends. */
	print(this: void, text: string): Promise<void>;
};

/** A command. Usage, help and checks are made from this object. */
export type Command<Table extends Flags = Flags> = {
	readonly name: string;
	/** One line for the list of commands. */
	readonly summary: string;
	/** As in the usage text: `<task>` is required, `[id]` is optional, `<description>…` takes all the rest. */
	readonly arguments: readonly string[];
	readonly flags: Table;
	readonly examples: readonly string[];
	/** Whether arguments after `--` belong to another program, and are not checked. Default: `false`. */
	readonly passesOn?: boolean;
	/** Whether it takes over the terminal, and with it the signals. Default: `false`. */
	readonly opensTerminal?: boolean;
	/** How many seconds it may take to end after a signal. Default: 10. */
	graceSeconds?(flags: Values<Table>): number;
	/** @throws {UserError} */
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
