import process from 'node:process';

/** The flags of all commands, as they are parsed. */
export type Flags = {
	readonly redis?: string | undefined;
	readonly start: boolean;
	readonly json: boolean;
	readonly line: boolean;
	readonly file?: readonly string[] | undefined;
	readonly id?: string | undefined;
	readonly wait?: number | undefined;
	readonly filter?: string | undefined;
	readonly mode: string;
	readonly task?: string | undefined;
	readonly workerId?: string | undefined;
	readonly executor: string;
	readonly concurrency: number;
};

/** What the process was called with. */
export type Arguments = {readonly input: readonly string[]; readonly flags: Flags};

/** A call without arguments. */
export const noArguments: Arguments = {
	input: [],
	flags: {
		start: true, json: false, line: false, mode: 'loop', executor: 'dry-run', concurrency: 1,
	},
};

/**
Run what the arguments ask for. The dashboard and the rest are loaded apart: neither waits for the other.

@throws {UserError} when there is no such command, or it was called wrongly.
*/
export async function runCommand({input, flags}: Arguments): Promise<void> {
	if (input.length === 0 && process.stdout.isTTY) {
		const {runDashboard} = await import('./dashboard.js');
		await runDashboard(flags);
	} else {
		const {runPlainCommand} = await import('./plain-commands.js');
		await runPlainCommand(input, flags);
	}
}
