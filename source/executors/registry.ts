/*
All executors. To add one, write its folder and add an entry here.
*/
import {stat} from 'node:fs/promises';
import path from 'node:path';
import {clean} from '../protocol/clean-text.js';
import {asError, UserError} from '../protocol/user-error.js';
import {type Executor, defaultSettings, type ExecutorSettings} from './executor.js';

/** Settings that are refused with an executor that does not read them. */
type SpecialSetting = 'allowedHosts' | 'passVariables' | 'command';

type Entry = {
	readonly name: string;
	/** What it is, in a few words. */
	readonly about: string;
	/** Which of the settings that only some executors read. */
	readonly uses?: readonly SpecialSetting[];
	/** Whether it is tried when the user names no executor. */
	readonly isDefault?: true;
	/** @throws {UserError} that says why it is not available here, and what to do. */
	readonly make: (settings: ExecutorSettings) => Promise<Executor>;
};

/** An executor, and whether it is available on this machine. */
export type ExecutorChoice = Pick<Entry, 'name' | 'about'> & {
	/** Why it is not available, and what to do; `null` if it is. */
	readonly problem: string | null;
};

// Modules are loaded on demand, to keep startup fast.
const entries: readonly Entry[] = [
	{
		name: 'claude-cli',
		about: 'Claude Code on this machine, confined to the working directory',
		isDefault: true,
		make: async settings => (await import('./claude-cli/claude-cli.js')).claudeCli(settings),
	},
	{
		name: 'messages-api',
		about: 'the Messages API with ANTHROPIC_API_KEY, with tools confined to the working directory',
		uses: ['allowedHosts'],
		isDefault: true,
		async make(settings) {
			const [{messagesApi}, {workdirTools}] = await Promise.all([import('./messages-api/messages-api.js'), import('./messages-api/tools/workdir-tools.js')]);
			return messagesApi({...settings, tools: await workdirTools(settings)});
		},
	},
	{
		name: 'command',
		about: 'a program of yours: the task as JSON on stdin, the finding as JSON on stdout',
		uses: ['passVariables', 'command'],
		make: async settings => (await import('./command/command.js')).commandExecutor(settings),
	},
	{
		name: 'dry-run',
		about: 'executes nothing and answers with simulated findings',
		make: async () => (await import('./dry-run/dry-run.js')).dryRun(),
	},
];

/**
Make an executor.

@param name `auto`: the first default executor that is available.
@throws {UserError} if it is not available, a setting is wrong, or there is no such executor.
*/
export async function makeExecutor(name: string, settings: ExecutorSettings): Promise<Executor> {
	const directory = await stat(settings.workdir).catch(() => null);
	if (!directory?.isDirectory()) {
		throw new UserError(clean`Expected a directory for --workdir, but ${settings.workdir} is not one.`, 'usage');
	}

	const absolute = {...settings, workdir: path.resolve(settings.workdir)};
	return name === 'auto' ? makeDefault(absolute) : findEntry(name).make(absolute);
}

/** Whether an executor reads a setting. `auto` may choose one that does. @throws {UserError} if there is no such executor. */
export function usesSetting(name: string, setting: SpecialSetting): boolean {
	return name === 'auto' || findEntry(name).uses?.includes(setting) === true;
}

/** All executors, available ones first. */
export async function executorChoices(workdir: string, signal: AbortSignal): Promise<readonly ExecutorChoice[]> {
	// The user has yet to choose a program. Any will do to check the rest.
	const settings = {
		...defaultSettings, workdir, signal, command: ['true'],
	};
	const choices = await Promise.all(entries.map(async ({name, about, make}) => {
		const problem = await make(settings).then(() => null, (error: unknown) => asError(error).message);
		return {name, about, problem};
	}));
	return choices.toSorted((a, b) => Number(a.problem !== null) - Number(b.problem !== null));
}

async function makeDefault(settings: ExecutorSettings): Promise<Executor> {
	const problems: string[] = [];
	for (const {name, make} of entries.filter(({isDefault}) => isDefault)) {
		try {
			return await make(settings);
		} catch (error) {
			settings.signal.throwIfAborted();
			problems.push(`${name}: ${asError(error).message}`);
		}
	}

	throw new UserError(`No model is available here. ${problems.join(' ')} To try the swarm without one: --executor dry-run.`);
}

function findEntry(name: string): Entry {
	const found = entries.find(entry => entry.name === name);
	if (!found) {
		throw new UserError(clean`Expected ${entries.map(entry => entry.name).join(', ')} or auto for --executor, got "${name}".`, 'usage');
	}

	return found;
}
