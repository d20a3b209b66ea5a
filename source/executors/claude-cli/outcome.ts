import {readCount, readList, readString} from '../../protocol/lenient-values.js';
import {programErrors, programStopped} from '../../text/program-errors.js';
import type {ChildEnd} from '../child/run-child.js';
import type {Job, Outcome} from '../executor.js';
import {readAnswer} from '../prompt.js';
import type {Spending} from '../spending.js';
import {truncate} from '../program-output.js';
import type {ClaudeStream} from './stream.js';
import {claudeTools} from './check.js';

type Fields = Readonly<Record<string, unknown>>;
type Failure = {readonly error: string; readonly blame: 'task' | 'worker'};

/** A finished attempt of Claude Code. */
export type ClaudeAttempt = {
	readonly job: Job;
	readonly end: ChildEnd;
	readonly stream: ClaudeStream;
	readonly spending: Spending;
	readonly filesChanged: readonly string[];
	readonly timeoutMs: number;
	/** Removes secrets from its output. */
	readonly redact: (text: string) => string;
};

const name = 'Claude Code';
const maxErrorLength = 500;
const maxDenialLength = 300;

// Errors of the Messages API that the task causes. All others (key, bill, limits, network) would meet every task.
const errorsOfTask = new Set(['invalid_request', 'max_output_tokens']);
const statusesOfTask = new Set([400, 413, 422]);

/**
The outcome of an attempt of Claude Code.

It succeeded if it exited with 0 and reported a result that is not an error and has an answer. None of these suffices: after SIGINT it exits with 0 without a result, and it reports a wrong key as a success.
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

function explainFailure({end, stream, timeoutMs}: ClaudeAttempt): Failure {
	const surplus = stream.tools?.filter(tool => !claudeTools.includes(tool)) ?? [];
	if (surplus.length > 0) {
		return {error: programErrors.unconfined(claudeTools, surplus), blame: 'worker'};
	}

	if (end.why !== 'ended') {
		return {error: programStopped(name, end, timeoutMs), blame: end.why === 'not_started' ? 'worker' : 'task'};
	}

	const {result, apiError, tools} = stream;
	if (result === null) {
		// It failed before it saw the task: the installation, a flag or a setting is wrong. From 128 on, a signal ended it.
		const isBroken = tools === null && end.exitCode !== null && end.exitCode > 0 && end.exitCode < 128;
		return {error: programErrors.noResult(name, end), blame: isBroken ? 'worker' : 'task'};
	}

	if (isSuccess(result)) {
		return {error: end.exitCode === 0 ? programErrors.emptyResult(name) : programErrors.failedExit(name, end), blame: 'task'};
	}

	const errors = readList(result.errors);
	const said = errors.length > 0 ? errors.join('; ') : (readString(result.result)?.trim() ?? 'nothing');
	const kind = result.subtype === 'success' ? '' : `${readString(result.subtype) ?? 'no subtype'}: `;
	return {error: programErrors.reported(name, kind + said), blame: isErrorOfWorker(result, apiError, said) ? 'worker' : 'task'};
}

function isErrorOfWorker(result: Fields, apiError: string | null, said: string): boolean {
	const status = readCount(result.api_error_status);
	if (result.is_error !== true || String(result.subtype).startsWith('error_max')) {
		return false;
	}

	if (apiError !== null && apiError !== 'unknown') {
		return !errorsOfTask.has(apiError);
	}

	return status === null ? /not logged in|api key|authenticat|credit balance|limit reached|overloaded|timed out|connection/iu.test(said) : !statusesOfTask.has(status);
}
