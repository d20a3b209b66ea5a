import {stat} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {asError, UserError} from '../protocol/user-error.js';
import type {ExecutorChoice} from '../dashboard/swarm-link.js';
import type {Executor} from '../executors/executor.js';
import {
	number, text, texts, type Values,
} from './flags.js';

/** The model that is asked for where nobody names one. A full id: what an alias means changes. */
const defaultModel = 'claude-haiku-4-5';

/** The flags that say how tasks are executed. */
export const executorFlags = {
	executor: text('<name>', 'claude-cli, messages-api, dry-run, or command with a program after -- (default: the first of the first two that works here)'),
	model: text('<id>', `full model id (default: ${defaultModel})`),
	workdir: text('<path>', 'the only directory in which it reads and writes (default: this one)'),
	allowHost: texts('<host>', 'a host that messages-api may call over HTTP'),
	passEnv: texts('<name>', 'a variable that the program of command may see'),
	maxTurns: number('<n>', 'answers of the model in one attempt (default: 20)', {min: 1, isWhole: true}, 20),
	timeout: number('<seconds>', 'time for one attempt (default: 600)', {min: 0, isAbove: true, unit: 'seconds'}, 600),
};

/** The values of `executorFlags`. */
export type ExecutorFlags = Values<typeof executorFlags>;

/** What an executor is made of where no flag is given. */
export const defaultExecutorFlags: ExecutorFlags = {
	executor: undefined, model: undefined, workdir: undefined, allowHost: [], passEnv: [], maxTurns: 20, timeout: 600,
};

/** What an executor is made of. */
export type ExecutorRequest = {
	readonly flags: ExecutorFlags;
	/** The program and its arguments, for `command`. */
	readonly command: readonly string[];
	readonly signal: AbortSignal;
};

type Made = (request: ExecutorRequest, workdir: string) => Promise<Executor>;

// Each is loaded when it is asked for: nobody else should wait for it.
const makers: Readonly<Record<string, {readonly about: string; readonly make: Made}>> = {
	'claude-cli': {
		about: 'Claude Code on this machine, confined to the working directory',
		async make({flags, signal}, workdir) {
			const {claudeCli} = await import('../executors/claude-cli/claude-cli.js');
			return claudeCli({
				model: flags.model ?? defaultModel, workdir, maxTurns: flags.maxTurns, timeoutMs: flags.timeout * 1000, signal,
			});
		},
	},
	'messages-api': {
		about: 'the Messages API with ANTHROPIC_API_KEY, with tools confined to the working directory',
		async make({flags}, workdir) {
			const [{messagesApi}, {workdirTools}] = await Promise.all([import('../executors/messages-api/messages-api.js'), import('../executors/messages-api/tools/workdir-tools.js')]);
			return messagesApi({
				model: flags.model ?? defaultModel, workdir, tools: await workdirTools({workdir, allowedHosts: flags.allowHost}), maxTurns: flags.maxTurns, timeoutMs: flags.timeout * 1000,
			});
		},
	},
	command: {
		about: 'a program of yours: the task as JSON on stdin, the finding as JSON on stdout',
		async make({flags, command}, workdir) {
			if (command.length === 0) {
				throw new UserError('Expected a program after --, as in: haiku-swarm worker --executor command -- ./my-worker --fast', 'usage');
			}

			const {commandExecutor} = await import('../executors/command/command.js');
			return commandExecutor({
				command, workdir, timeoutMs: flags.timeout * 1000, passVariables: flags.passEnv, costIsKnown: true,
			});
		},
	},
	'dry-run': {
		about: 'executes nothing and answers with simulated findings',
		async make() {
			const {dryRun} = await import('../executors/dry-run/dry-run.js');
			return dryRun();
		},
	},
};

/**
Make the executor that the flags ask for. `auto` takes the first of `claude-cli` and `messages-api` that can be used here.

@throws {UserError} that says why it cannot be used.
*/
export async function makeExecutor(request: ExecutorRequest): Promise<Executor> {
	const {flags} = request;
	const workdir = await checkedWorkdir(flags.workdir ?? process.cwd());
	if (flags.executor === undefined || flags.executor === 'auto') {
		return makeFirst(request, workdir);
	}

	const maker = Object.hasOwn(makers, flags.executor) ? makers[flags.executor] : undefined;
	if (!maker) {
		throw new UserError(clean`Expected ${Object.keys(makers).join(', ')} or auto for --executor, got "${flags.executor}".`, 'usage');
	}

	return maker.make(request, workdir);
}

/** The executors, and why each cannot be used here: the usable ones first. */
export async function executorChoices(signal: AbortSignal): Promise<readonly ExecutorChoice[]> {
	const choices = await Promise.all(Object.entries(makers).map(async ([name, {about, make}]): Promise<ExecutorChoice> => {
		try {
			// The program of `command` is asked for in the form.
			await make({
				flags: {...defaultExecutorFlags, executor: name}, command: ['true'], signal,
			}, process.cwd());
			return {name, about, problem: null};
		} catch (error) {
			return {name, about, problem: asError(error).message};
		}
	}));
	return choices.toSorted((a, b) => Number(a.problem !== null) - Number(b.problem !== null));
}

async function makeFirst(request: ExecutorRequest, workdir: string): Promise<Executor> {
	const problems: string[] = [];
	for (const name of ['claude-cli', 'messages-api']) {
		try {
			return await makers[name]!.make(request, workdir);
		} catch (error) {
			request.signal.throwIfAborted();
			problems.push(`${name}: ${asError(error).message}`);
		}
	}

	throw new UserError(`No model can be asked here. ${problems.join(' ')} To try the swarm without one: --executor dry-run.`);
}

async function checkedWorkdir(workdir: string): Promise<string> {
	const found = await stat(workdir).catch(() => null);
	if (!found?.isDirectory()) {
		throw new UserError(clean`Expected a directory for --workdir, but ${workdir} is none.`, 'usage');
	}

	return path.resolve(workdir);
}
