import {stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {asError, UserError} from '../protocol/user-error.js';
import type {Executor} from './executor.js';

/** The model that is asked where nobody names one. A full id: what an alias means changes. */
export const defaultModel = 'claude-haiku-4-5';

/** What executors are made of. Each takes what it needs. */
export type ExecutorSettings = {
	/** Full id of a model. Default: `defaultModel`. */
	readonly model?: string | undefined;
	/** The only directory in which it reads and writes. Default: the current one. */
	readonly workdir?: string | undefined;
	/** Answers of the model in one attempt. Default: 20. */
	readonly maxTurns?: number;
	/** Wall clock for one attempt, in milliseconds. Default: 600,000. */
	readonly timeoutMs?: number;
	/** Hosts that `messages-api` may call over HTTP. Default: none. */
	readonly allowedHosts?: readonly string[];
	/** The program and arguments of `command`. */
	readonly command: readonly string[];
	/** Environment variables that the program of `command` may see. Default: none. */
	readonly passVariables?: readonly string[];
	readonly signal: AbortSignal;
};

type ReadySettings = ExecutorSettings & {readonly model: string; readonly workdir: string};

type Entry = {
	/** One line for lists. */
	readonly about: string;
	/** @throws {UserError} that says why it cannot be used. */
	make(settings: ReadySettings): Promise<Executor>;
};

/** The executors by name. Each is loaded when it is asked for: nobody else should wait for it. */
const registry: Readonly<Record<string, Entry>> = {
	'claude-cli': {
		about: 'Claude Code on this machine, confined to the working directory',
		make: async settings => (await import('./claude-cli/claude-cli.js')).claudeCli(settings),
	},
	'messages-api': {
		about: 'the Messages API with ANTHROPIC_API_KEY, with tools confined to the working directory',
		async make(settings) {
			const [{messagesApi}, {workdirTools}] = await Promise.all([import('./messages-api/messages-api.js'), import('./messages-api/tools/workdir-tools.js')]);
			return messagesApi({...settings, tools: await workdirTools(settings)});
		},
	},
	command: {
		about: 'a program of yours: the task as JSON on stdin, the finding as JSON on stdout',
		async make(settings) {
			if (settings.command.length === 0) {
				throw new UserError('Expected a program after --, as in: haiku-swarm worker --executor command -- ./my-worker --fast', 'usage');
			}

			const {commandExecutor} = await import('./command/command.js');
			return commandExecutor({...settings, costIsKnown: true});
		},
	},
	'dry-run': {
		about: 'executes nothing and answers with simulated findings',
		make: async () => (await import('./dry-run/dry-run.js')).dryRun(),
	},
};

/**
Make the executor with this name, or, for `auto`, the first of `claude-cli` and `messages-api` that can be used here.

@throws {UserError} that says why it cannot be used.
*/
export async function makeExecutor(name: string, settings: ExecutorSettings): Promise<Executor> {
	const ready = await withDefaults(settings);
	if (name === 'auto') {
		return makeFirst(ready);
	}

	const entry = Object.hasOwn(registry, name) ? registry[name] : undefined;
	if (!entry) {
		throw new UserError(clean`Expected ${Object.keys(registry).join(', ')} or auto for --executor, got "${name}".`, 'usage');
	}

	return entry.make(ready);
}

/** An executor to choose from. */
export type ExecutorChoice = {
	readonly name: string;
	/** One line. */
	readonly about: string;
	/** Why it cannot be used here, and what to do; `null`: it can. */
	readonly problem: string | null;
};

/** All executors, those that can be used here first. */
export async function executorChoices(signal: AbortSignal): Promise<readonly ExecutorChoice[]> {
	// Which program `command` runs is asked later.
	const settings = await withDefaults({command: ['true'], signal});
	const choices = await Promise.all(Object.entries(registry).map(async ([name, {about, make}]): Promise<ExecutorChoice> => {
		try {
			await make(settings);
			return {name, about, problem: null};
		} catch (error) {
			return {name, about, problem: asError(error).message};
		}
	}));
	return choices.toSorted((a, b) => Number(a.problem !== null) - Number(b.problem !== null));
}

async function makeFirst(settings: ReadySettings): Promise<Executor> {
	const problems: string[] = [];
	for (const name of ['claude-cli', 'messages-api']) {
		try {
			return await registry[name]!.make(settings);
		} catch (error) {
			settings.signal.throwIfAborted();
			problems.push(`${name}: ${asError(error).message}`);
		}
	}

	throw new UserError(`No model can be asked here. ${problems.join(' ')} To try the swarm without one: --executor dry-run.`);
}

async function withDefaults(settings: ExecutorSettings): Promise<ReadySettings> {
	const {model = defaultModel, workdir = process.cwd()} = settings;
	const found = await stat(workdir).catch(() => null);
	if (!found?.isDirectory()) {
		throw new UserError(clean`Expected a directory for --workdir, but ${workdir} is none.`, 'usage');
	}

	return {...settings, model, workdir: path.resolve(workdir)};
}
