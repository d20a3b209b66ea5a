import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import type {
	ExecuteOptions, Executor, Job, Outcome,
} from '../executors/executor.js';
import {nothingSpent} from '../executors/spending.js';
import {loadBackground, noBackground} from './job-context.js';

/** Why an attempt was aborted from outside. */
export class Interruption extends Error {
	override readonly name = 'Interruption';
	/** The worker stopped, the lease was lost, the task was cancelled, or a person aborted it. */
	readonly kind: 'stopped' | 'lost' | 'cancelled' | 'aborted';

	constructor(kind: Interruption['kind'], message: string) {
		super(message);
		this.kind = kind;
	}
}

/** The outcome of an attempt, and how long the executor took. */
export type Attempted = {readonly outcome: Outcome; readonly durationMs: number};

/** Make one attempt at a job, with the context that its executor wants. Never rejects: an error of the executor is a failed attempt that cost nothing. */
export async function attemptJob(connection: Connection, executor: Executor, job: Job, options: ExecuteOptions): Promise<Attempted> {
	const background = executor.wantsContext ? await loadBackground(connection, job).catch(() => noBackground) : noBackground;
	const startMs = performance.now();
	const took = () => Math.round(performance.now() - startMs);
	try {
		return {outcome: await executor.execute(background === noBackground ? job : {...job, ...background}, options), durationMs: took()};
	} catch (error) {
		return {
			outcome: {
				...nothingSpent, status: 'failed', error: asError(error).message, blame: 'task', retryAfterMs: null, filesChanged: [],
			},
			durationMs: took(),
		};
	}
}
