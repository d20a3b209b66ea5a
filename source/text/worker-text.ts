import {clean, type CleanText} from '../protocol/clean-text.js';

/** Why an attempt ended without completing its task. */
export const endReasons = {
	aborted: 'it was aborted by hand',
	cancelled: 'it was cancelled',
	lost: 'another worker has taken it',
	leftBehind: 'its worker ended before it was done',
	stopped: 'the worker was stopped',
	tooLate: 'another worker had taken the task by then',
} as const;

/** A worker id is in use. `user`: the process that uses it, if it is one of ours. */
export function workerIdInUse(workerId: string, user: {readonly host: string; readonly pid: number} | null): CleanText {
	return user
		? clean`Expected an unused worker id, but ${workerId} runs on ${user.host}, process ${user.pid}. Stop it, wait a minute if it is gone, or choose another --worker-id.`
		: clean`Expected an unused worker id, but another program sends heartbeats as ${workerId}. Choose another --worker-id, or wait a minute if it is gone.`;
}

/** The end of an attempt could not be written to Redis. */
export function notReported(taskId: string, reason: string): CleanText {
	return clean`${taskId} could not be reported and will be executed again: ${reason}`;
}

/** The cost of an attempt could not be added. */
export function notAdded(findingId: string, usd: number): CleanText {
	return clean`Expected a number in cost:haiku, got something else: the $${usd} of ${findingId} were not added. Correct the sum.`;
}
