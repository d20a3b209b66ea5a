import {readCount, readList, readString} from '../../protocol/lenient-values.js';
import type {ChildEnd} from '../child/run-child.js';
import type {Job, Outcome} from '../executor.js';
import type {Spending} from '../spending.js';
import {readAnswer} from '../prompt.js';
import {lastStderrLines, truncate} from '../truncate.js';
import type {ClaudeStream} from './stream.js';
import {claudeTools} from './check.js';

type Fields = Readonly<Record<string, unknown>>;
type Ended = Exclude<ChildEnd, {readonly why: 'not_started'}>;
type Verdict = {readonly error: string; readonly blame: 'task' | 'worker'};

/** An attempt of Claude Code that is over. */
export type ClaudeAttempt = {
	readonly job: Job;
	readonly end: ChildEnd;
	readonly stream: ClaudeStream;
	readonly spending: Spending;
	readonly filesChanged: readonly string[];
	readonly timeoutMs: number;
	/** Takes secrets out of what it said. */
	readonly redact: (text: string) => string;
};

const maxErrorLength = 500;
const maxDenialLength = 300;

// Kinds of errors of the Messages API that lie in what was asked. All others (key, bill, limits, network) would meet every task.
const faultsOfTask = new Set(['invalid_request', 'max_output_tokens']);
const statusesOfTask = new Set([400, 413, 422]);

/**
What came of an attempt of Claude Code.

It has succeeded if it ended with 0, and told a result, and that is not an error, and has an answer. Neither of these alone says so: it ends with 0 and says nothing after SIGINT, and calls a wrong key a success.
*/
export function claudeOutcome(attempt: ClaudeAttempt): Outcome {
	const {job, end, stream, spending, filesChanged, redact} = attempt;
	const answer = answerOf(end, stream.result);
	if (answer === null) {
		const {error, blame} = explainFailure(attempt);
		return {
			...spending, status: 'failed', error: truncate(redact(error), maxErrorLength), blame, retryAfterMs: blame === 'worker' ? stream.retryAfterMs : null, filesChanged,
		};
	}

	const denials = stream.denials.map(denial => truncate(redact(denial), maxDenialLength));
	return {
		...spending, ...readAnswer(answer, job), status: denials.length === 0 ? 'completed' : 'denied', filesChanged, denials,
	};
}

function answerOf(end: ChildEnd, result: Fields | null): string | null {
	const answer = end.why !== 'not_started' && end.exitCode === 0 && result !== null && isSuccess(result) ? readString(result.result) : null;
	return answer === null || answer.trim() === '' ? null : answer;
}

function isSuccess(result: Fields): boolean {
	return result.is_error === false && !String(result.subtype).startsWith('error');
}

function explainFailure({end, stream, timeoutMs}: ClaudeAttempt): Verdict {
	const surplus = stream.tools?.filter(tool => !claudeTools.includes(tool)) ?? [];
	if (surplus.length > 0) {
		return {error: `Expected Claude Code to have no tools but ${claudeTools.join(', ')}, it has ${surplus.join(', ')} as well; look for them in its managed settings.`, blame: 'worker'};
	}

	switch (end.why) {
		case 'not_started': {
			return {error: `Claude Code cannot be started: ${end.problem}`, blame: 'worker'};
		}

		case 'timeout': {
			return {error: `Expected an answer within ${timeoutMs / 1000} s, got none.`, blame: 'task'};
		}

		case 'aborted': {
			return {error: 'It was stopped before it had an answer.', blame: 'task'};
		}

		case 'too_much_output': {
			return {error: 'Expected an answer, got more output than is read.', blame: 'task'};
		}

		case 'ended': {
			return stream.result === null ? explainSilence(end, stream) : explainResult(end, stream.result, stream.apiError);
		}
	}
}

function explainSilence({exitCode, killedBy, stderr}: Ended, {tools}: ClaudeStream): Verdict {
	// Before it has begun, it has seen nothing of the task: the installation, a flag or a setting is wrong. From 128 on, somebody has ended it.
	const isBroken = tools === null && exitCode !== null && exitCode > 0 && exitCode < 128;
	return {error: `Expected a result from Claude Code, it ended with ${killedBy ?? `exit code ${exitCode}`} without one: ${lastStderrLines(stderr)}`, blame: isBroken ? 'worker' : 'task'};
}

function explainResult({exitCode, killedBy}: Ended, result: Fields, apiError: string | null): Verdict {
	if (isSuccess(result)) {
		const error = exitCode === 0 ? 'Expected an answer from Claude Code, got an empty one.' : `Expected exit code 0 from Claude Code, got an answer and ${killedBy ?? `exit code ${exitCode}`}.`;
		return {error, blame: 'task'};
	}

	const errors = readList(result.errors);
	const said = errors.length > 0 ? errors.join('; ') : (readString(result.result)?.trim() ?? 'nothing');
	const kind = result.subtype === 'success' ? '' : `${readString(result.subtype) ?? 'no subtype'}: `;
	return {error: `Expected an answer from Claude Code, got ${kind}${said}`, blame: isFaultOfWorker(result, apiError, said) ? 'worker' : 'task'};
}

function isFaultOfWorker(result: Fields, apiError: string | null, said: string): boolean {
	const status = readCount(result.api_error_status);
	if (result.is_error !== true || String(result.subtype).startsWith('error_max')) {
		return false;
	}

	if (apiError !== null && apiError !== 'unknown') {
		return !faultsOfTask.has(apiError);
	}

	return status === null ? /not logged in|api key|authenticat|credit balance|limit reached|overloaded|timed out|connection/iu.test(said) : !statusesOfTask.has(status);
}
