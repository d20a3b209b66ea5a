import process from 'node:process';
import {splash} from '../dashboard/splash.js';
import {defaultFlags, type Arguments} from './arguments.js';

/** A call without arguments. */
export const noArguments: Arguments = {input: [], flags: defaultFlags};

/**
Run what the arguments ask for. The dashboard and the rest are loaded apart: neither waits for the other.

@throws {UserError} when there is no such command, or it was called wrongly.
*/
export async function runCommand({input, flags}: Arguments): Promise<void> {
	if (input.length === 0 && process.stdout.isTTY) {
		const {openTerminal} = await import('../terminal/session.js');
		const session = openTerminal();
		// Shown while Ink and the rest are loaded, which takes twice as long as all before.
		session.screen.write(splash.map(({text}) => text).join('\n'));
		const {runDashboard} = await import('./dashboard.js');
		await runDashboard(flags, session);
	} else {
		const {runPlainCommand} = await import('./plain-commands.js');
		await runPlainCommand(input, flags);
	}
}
