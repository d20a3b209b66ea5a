import {UserError} from '../../protocol/user-error.js';
import {noSuchProgram} from '../../text/program-errors.js';
import {watchChanges} from '../changed-files.js';
import {childEnvironment} from '../child/environment.js';
import {findProgram} from '../child/find-program.js';
import {runChild, type ChildEnd} from '../child/run-child.js';
import type {Executor, ExecutorSettings} from '../executor.js';
import {redactor, secretsOf} from '../secrets.js';
import {commandOutcome, readCommandProgress} from './output.js';

const maxBytes = 8 * 1024 * 1024;

/** Which program to run, and how. It starts in the working directory, but is not confined to it. */
export type CommandOptions = Pick<ExecutorSettings, 'command' | 'workdir' | 'timeoutMs' | 'passVariables'>;

/**
An executor that runs a program of the user's for each task.

The program gets one JSON object on standard input: `task_id`, `description`, `files`, `context`, `related` (findings with `id`, `task`, `result`) and `budget_usd`; missing values are `null`. It writes one JSON object to standard output, with the fields of a finding: `result` is required; `files_changed`, `citations`, `tokens_used`, `cost`, `usage` (`input`, `output`, `cache_read`, `cache_write_5m`, `cache_write_1h`), `model` and `error` are optional. A nonzero exit code or an `error` fails the attempt. A line such as `{"progress": {"turn": 1, "tool": "read", "tokens": 5}}` on standard error reports progress.

Its `files_changed` count only if no change was measured. The cost of an aborted run is unknown.

@throws {UserError} if there is no command.
*/
export function commandExecutor({command: [name = '', ...args], workdir, timeoutMs, passVariables}: CommandOptions): Executor {
	if (name === '') {
		throw new UserError('Expected a program after --, as in: haiku-swarm worker --executor command -- ./my-worker --fast', 'usage');
	}

	return {
		name: 'command',
		model: null,
		workdir,
		wantsContext: true,
		// The program may report the cost. If it does not, the attempt counts as one of unknown cost.
		costIsKnown: true,
		async execute(job, {signal, budgetUsd, onProgress}) {
			const environment = childEnvironment(passVariables);
			const program = await findProgram(name);
			const changes = await watchChanges(workdir, signal);
			const end: ChildEnd = program === null
				? {why: 'not_started', problem: noSuchProgram(name)}
				: await runChild({
					program,
					args,
					workdir,
					environment,
					input: JSON.stringify({
						task_id: job.taskId, description: job.description, files: job.files, context: job.context, related: job.related, budget_usd: budgetUsd,
					}),
					timeoutMs,
					maxBytes,
					signal,
					onErrorLine(line) {
						const progress = readCommandProgress(line);
						if (progress !== null) {
							onProgress(progress);
						}
					},
				});
			return commandOutcome(end, await changes(), timeoutMs, redactor(secretsOf(environment)));
		},
	};
}
