import {asError} from '../protocol/user-error.js';
import {
	nothingSpent, type ExecuteOptions, type Executor, type Job, type Outcome,
} from '../executors/executor.js';

/** What is said of an attempt that ended because of its signal. */
export class Interruption extends Error {
	override readonly name = 'Interruption';
	/** Why: the worker stops, somebody else has the task, it was cancelled, or somebody aborted it. */
	readonly kind: 'stopped' | 'lost' | 'cancelled' | 'aborted';

	constructor(kind: Interruption['kind'], message: string) {
		super(message);
		this.kind = kind;
	}
}

/** Make one attempt, and time it. Never rejects: an error of the executor is a failed attempt that cost nothing. */
export async function makeAttempt(executor: Executor, job: Job, options: ExecuteOptions): Promise<{readonly outcome: Outcome; readonly durationMs: number}> {
	const startMs = performance.now();
	const took = () => Math.round(performance.now() - startMs);
	try {
		return {outcome: await executor.execute(job, options), durationMs: took()};
	} catch (error) {
		return {
			outcome: {
				...nothingSpent, status: 'failed', error: asError(error).message, blame: 'task', retryAfterMs: null, filesChanged: [],
			},
			durationMs: took(),
		};
	}
}
