import {readCount, readList, readString} from '../../protocol/lenient-values.js';
import {programErrors, programStopped} from '../../text/program-errors.js';
import type {ChildEnd} from '../child/run-child.js';
import type {ClaudeStream, Fields} from './stream.js';
import {claudeTools} from './check.js';

const name = 'Claude Code';

// Errors of the Messages API that the task causes. All others (key, bill, limits, network) would meet every task.
const errorsOfTask = new Set(['invalid_request', 'max_output_tokens']);
const statusesOfTask = new Set([400, 413, 422]);

/**
The answer of an attempt of Claude Code, or why there is none.

It succeeded if it exited with 0 and reported a result that is not an error and has an answer. None of these suffices: after SIGINT it exits with 0 without a result, and it reports a wrong key as a success.
*/
export function claudeAnswer(end: ChildEnd, {result, apiError, tools}: ClaudeStream, timeoutMs: number): {readonly answer: string} | {readonly error: string; readonly blame: 'task' | 'worker'} {
	const isSuccess = result?.is_error === false && !String(result.subtype).startsWith('error');
	const answer = readString(result?.result)?.trim() ?? '';
	if (isSuccess && answer !== '' && end.why !== 'not_started' && end.exitCode === 0) {
		return {answer};
	}

	const surplus = tools?.filter(tool => !claudeTools.includes(tool)) ?? [];
	if (surplus.length > 0) {
		return {error: programErrors.unconfined(claudeTools, surplus), blame: 'worker'};
	}

	if (end.why !== 'ended') {
		return {error: programStopped(name, end, timeoutMs), blame: end.why === 'not_started' ? 'worker' : 'task'};
	}

	if (result === null) {
		// It failed before it saw the task: the installation, a flag or a setting is wrong. From 128 on, a signal ended it.
		const isBroken = tools === null && end.exitCode !== null && end.exitCode > 0 && end.exitCode < 128;
		return {error: programErrors.noResult(name, end), blame: isBroken ? 'worker' : 'task'};
	}

	if (isSuccess) {
		return {error: end.exitCode === 0 ? programErrors.emptyResult(name) : programErrors.failedExit(name, end), blame: 'task'};
	}

	const errors = readList(result.errors);
	const said = errors.length > 0 ? errors.join('; ') : answer || 'nothing';
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
