import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {type Executor, defaultSettings} from '../executors/executor.js';
import {makeExecutor, usesSetting} from '../executors/registry.js';
import {
	number, text, texts, type Values,
} from './flags.js';

const {model, maxTurns, timeoutMs} = defaultSettings;

/** The flags that choose and configure an executor. */
export const executorFlags = {
	executor: text('<name>', 'claude-cli, messages-api, dry-run, or command with a program after -- (default: the first of the first two that is available)'),
	model: text('<id>', `full model id (default: ${model})`),
	workdir: text('<path>', 'the only directory in which it reads and writes (default: this one)'),
	allowHost: texts('<host>', 'a host that messages-api may call over HTTP'),
	passEnv: texts('<name>', 'an environment variable to pass to the program of command'),
	maxTurns: number('<n>', `model responses per attempt (default: ${maxTurns})`, {min: 1, isWhole: true}, maxTurns),
	timeout: number('<seconds>', `time limit of an attempt (default: ${timeoutMs / 1000})`, {min: 0, isAbove: true, unit: 'seconds'}, timeoutMs / 1000),
};

/**
Make the executor that the flags ask for.

@param command The arguments after `--`.
@throws {UserError} if it is not available, or if a flag has no effect on it.
*/
export async function executorOf(flags: Values<typeof executorFlags>, command: readonly string[], signal: AbortSignal): Promise<Executor> {
	const {executor = 'auto', allowHost: allowedHosts, passEnv: passVariables} = flags;
	for (const [shown, setting, given] of [['--allow-host', 'allowedHosts', allowedHosts], ['--pass-env', 'passVariables', passVariables], ['program', 'command', command]] as const) {
		if (given.length > 0 && !usesSetting(executor, setting)) {
			throw new UserError(clean`Expected no ${shown} with --executor ${executor}, which does not use it, got "${given.join(' ')}". Leave it out.`, 'usage');
		}
	}

	return makeExecutor(executor, {
		model: flags.model ?? model, workdir: flags.workdir ?? process.cwd(), maxTurns: flags.maxTurns, timeoutMs: flags.timeout * 1000, allowedHosts, passVariables, command, signal,
	});
}
