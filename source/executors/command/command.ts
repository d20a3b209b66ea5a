import path from 'node:path';
import {UserError} from '../../protocol/user-error.js';
import {redactor, secretsOf} from '../secrets.js';
import {watchChanges} from '../changed-files.js';
import {childEnvironment} from '../child/environment.js';
import {runChild, type ChildEnd} from '../child/run-child.js';
import type {Executor} from '../executor.js';
import {findProgram} from '../child/find-program.js';
import type {ExecutorSettings} from '../executor-settings.js';
import {commandOutcome, readCommandProgress} from './output.js';

const maxBytes = 8 * 1024 * 1024;

/** Which program to use, and how. */
export type CommandOptions = Pick<ExecutorSettings, 'command' | 'workdir' | 'timeoutMs' | 'passVariables'>;

/**
An executor that lets a program of the user's do the task.

Standard input is one JSON object: `task_id`, `description`, `files`, `context`, `related` (findings, each with `id`, `task`, `result`) and `budget_usd`; `null` for what there is not. Standard output is one JSON object with the fields of a finding: `result` is required; `files_changed`, `citations`, `tokens_used`, `cost`, `usage` (`input`, `output`, `cache_read`, `cache_write_5m`, `cache_write_1h`), `model` and `error` are not. An exit code other than 0, or an `error`, is a failed attempt. Meanwhile a line such as `{"progress": {"turn": 1, "tool": "read", "tokens": 5}}` on standard error says how far it has got.

What it names as changed counts only where nothing was measured. An attempt that was aborted while the program ran has cost something that nobody knows.
*/
export function commandExecutor({command: [name = '', ...args], workdir, timeoutMs, passVariables}: CommandOptions): Executor {
	if (name === '') {
		throw new UserError('Expected a program after --, as in: haiku-swarm worker --executor command -- ./my-worker --fast', 'usage');
	}

	const directory = path.resolve(workdir);
	return {
		name: 'command',
		model: null,
		workdir: directory,
		wantsContext: true,
		costIsKnown: true,
		async execute(job, {signal, budgetUsd, onProgress}) {
			const environment = childEnvironment(passVariables);
			const program = await findProgram(name);
			const changes = await watchChanges(directory, signal);
			const lines: string[] = [];
			const end: ChildEnd = program === null
				? {why: 'not_started', problem: `there is no program ${name}${name.includes('/') ? '' : ' in the PATH'}`}
				: await runChild({
					program,
					args,
					workdir: directory,
					environment,
					input: JSON.stringify({
						task_id: job.taskId, description: job.description, files: job.files, context: job.context, related: job.related, budget_usd: budgetUsd,
					}),
					timeoutMs,
					maxBytes,
					maxLineBytes: maxBytes,
					signal,
					onLine(line) {
						lines.push(line);
					},
					onErrorLine(line) {
						const progress = readCommandProgress(line);
						if (progress !== null) {
							onProgress(progress);
						}
					},
				});
			return commandOutcome({
				end, output: lines.join('\n'), measuredFiles: await changes(), timeoutMs, redact: redactor(secretsOf(environment)),
			});
		},
	};
}
