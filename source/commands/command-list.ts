import {UserError} from '../protocol/user-error.js';
import {usageErrors} from '../text/command-errors.js';
import type {AnyCommand} from './command.js';

/** The commands with their own files, each loaded on demand: a status line must not wait for the rest. */
const loaders: Readonly<Record<string, () => Promise<{readonly command: AnyCommand}>>> = {
	dashboard: async () => import('./dashboard/dashboard.js'),
	status: async () => import('./status.js'),
	publish: async () => import('./publish.js'),
	findings: async () => import('./findings.js'),
	worker: async () => import('./worker.js'),
	budget: async () => import('./budget.js'),
	server: async () => import('./server.js'),
	prompt: async () => import('./prompt.js'),
	async help() {
		const {makeHelp} = await import('./help.js');
		return {command: makeHelp({all: allCommands, expect: expectCommand})};
	},
};

/**
Find a command by name.

@param flag The flag before the name, whose value the name may be. Default: none.
@throws {UserError} of kind `usage` when there is none.
*/
export async function expectCommand(name: string, flag?: string): Promise<AnyCommand> {
	if (Object.hasOwn(loaders, name)) {
		const {command} = await loaders[name]!();
		return command;
	}

	const commands = await allCommands();
	const found = commands.find(command => command.name === name);
	if (!found) {
		const {closestTo} = await import('./parse-arguments.js');
		const closest = closestTo(name, commands.map(command => command.name));
		throw new UserError(flag !== undefined && closest === null ? usageErrors.flagBeforeCommand(flag, name) : usageErrors.unknownCommand(name, closest), 'usage');
	}

	return found;
}

/** All commands, in the order of the usage text. */
export async function allCommands(): Promise<readonly AnyCommand[]> {
	const [own, {actionCommands}] = await Promise.all([
		Promise.all(Object.values(loaders).map(async load => load())),
		import('./action-command.js'),
	]);
	return [...own.map(({command}) => command), ...actionCommands];
}
