import {defaultModel, type ExecutorSettings} from '../executors/registry.js';
import {
	number, text, texts, type Values,
} from './flags.js';

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

/** The settings that the flags ask for. */
export function executorSettings({model, workdir, allowHost, passEnv, maxTurns, timeout}: Values<typeof executorFlags>): Omit<ExecutorSettings, 'command' | 'signal'> {
	return {
		model, workdir, maxTurns, timeoutMs: timeout * 1000, allowedHosts: allowHost, passVariables: passEnv,
	};
}
