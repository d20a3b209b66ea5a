import process from 'node:process';
import {UserError} from '../protocol/user-error.js';
import {clean} from '../protocol/clean-text.js';

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
Run the command that the arguments name. Each is loaded only when it is run: the line for a status bar must not wait for Ink.

@throws {UserError} when there is no such command, or it was called wrongly.
*/
export async function runCommand([name, ...rest]: readonly string[], flags: Flags): Promise<void> {
	if (name === undefined && process.stdout.isTTY) {
		const [{openTerminal}, {runDashboard}] = await Promise.all([import('../terminal/session.js'), import('./dashboard.js')]);
		const session = openTerminal();
		await runDashboard(flags, session);
		session.exit();
	}

	const {watchExits} = await import('../terminal/exits.js');
	const {signal} = watchExits();
	switch (name ?? 'status') {
		case 'status': {
			expectNothing(rest);
			if (flags.line) {
				const {printStatusLine} = await import('./status-line.js');
				await printStatusLine(flags, signal);
			} else {
				const {printStatus} = await import('./status.js');
				await printStatus(flags, signal);
			}

			break;
		}

		case 'publish': {
			const {publish} = await import('./publish.js');
			await publish(rest.join(' '), {...flags, file: flags.file ?? []}, signal);
			break;
		}

		case 'findings': {
			const {printFindings} = await import('./findings.js');
			await printFindings(rest.at(0), flags, signal);
			break;
		}

		case 'worker': {
			expectNothing(rest);
			const {runWorker} = await import('./worker.js');
			await runWorker(flags, signal);
			break;
		}

		default: {
			throw new UserError(clean`Expected status, publish, findings or worker, got "${name ?? ''}". See haiku-swarm --help.`, 'usage');
		}
	}
}

function expectNothing(rest: readonly string[]): void {
	if (rest.length > 0) {
		throw new UserError(clean`Expected no more arguments, got "${rest.join(' ')}". See haiku-swarm --help.`, 'usage');
	}
}
