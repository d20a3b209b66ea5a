import process from 'node:process';
import {priceOf} from '../../money/prices.js';
import {watchChanges} from '../changed-files.js';
import {runChild} from '../child/run-child.js';
import type {Executor, ExecutorSettings} from '../executor.js';
import {truncate} from '../program-output.js';
import {readAnswer, workerPrompt} from '../prompt.js';
import {redactor, secretsOf} from '../secrets.js';
import {claudeTools, confinement, findClaude} from './check.js';
import {claudeEnvironment} from './environment.js';
import {claudeAnswer} from './answer.js';
import {claudeSpending} from './model-usage.js';
import {ClaudeStream} from './stream.js';

/** How to use Claude Code. Its tools are confined to `workdir`. */
export type ClaudeCliOptions = Pick<ExecutorSettings, 'model' | 'workdir' | 'maxTurns' | 'timeoutMs' | 'signal'> & {
	/** A name to look up in the `PATH`, or a path. Default: `claude`. */
	readonly executable?: string;
	/** The environment to choose variables from. Default: that of this process. */
	readonly env?: NodeJS.ProcessEnv;
};

// Claude Code knows their current models and prices.
const aliases = new Set(['haiku', 'sonnet', 'opus', 'fable']);

const maxErrorLength = 500;
const maxDenialLength = 300;

/**
An executor that runs the user's own Claude Code, without a shell and confined to the working directory. Logging in is left to Claude Code.

The confinement is enforced by Claude Code; it is not a sandbox of the operating system.

@throws {UserError} if there is no Claude Code, or it cannot be confined.
*/
export async function claudeCli({executable = 'claude', model, workdir, maxTurns, timeoutMs, env = process.env, signal: checkSignal}: ClaudeCliOptions): Promise<Executor> {
	const program = await findClaude(executable, checkSignal);
	const environment = claudeEnvironment(timeoutMs, env);
	const redact = redactor(secretsOf(environment));
	return {
		name: 'claude-cli',
		model,
		workdir,
		wantsContext: true,
		costIsKnown: aliases.has(model) || priceOf(model, Date.now()) !== null,
		async execute(job, {signal, budgetUsd, onProgress}) {
			const {system, user} = workerPrompt(job);
			const changes = await watchChanges(workdir, signal);
			const stream = new ClaudeStream(onProgress);
			const unconfined = new AbortController();
			const end = await runChild({
				program,
				args: [
					['--print', '--model', model],
					confinement,
					['--system-prompt', system, '--max-turns', String(maxTurns)],
					budgetUsd === null ? [] : ['--max-budget-usd', String(budgetUsd)],
					['--no-session-persistence', '--output-format', 'stream-json', '--verbose'],
				].flat(),
				workdir,
				environment,
				input: user,
				timeoutMs,
				signal: AbortSignal.any([signal, unconfined.signal]),
				onLine(line) {
					stream.read(line);
					if (stream.tools?.some(tool => !claudeTools.includes(tool))) {
						unconfined.abort();
					}
				},
			});
			const spending = claudeSpending(stream, Date.now());
			if (end.why === 'aborted' && spending.tokens === 0) {
				signal.throwIfAborted();
			}

			const spent = {...spending, filesChanged: await changes()};
			const read = claudeAnswer(end, stream, timeoutMs);
			if ('error' in read) {
				const {error, blame} = read;
				return {
					...spent, status: 'failed', error: truncate(redact(error), maxErrorLength), blame, retryAfterMs: blame === 'worker' ? stream.retryAfterMs : null,
				};
			}

			const denials = [...stream.denials.values()].map(denial => truncate(redact(denial), maxDenialLength));
			return {
				...spent, ...readAnswer(read.answer, job), status: denials.length === 0 ? 'completed' : 'denied', denials,
			};
		},
	};
}
