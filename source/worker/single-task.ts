import type {Connection} from '../redis/connection.js';
import type {Executor} from './executor.js';
import {handOver} from './hand-over.js';
import {Heartbeat} from './heartbeat.js';

/** What single mode is given. */
export type SingleTaskOptions = {
	readonly connection: Connection;
	readonly workerId: string;
	readonly executor: Executor;
	/** What to do, in words. */
	readonly description: string;
	/** Ends the work; nothing is written then. */
	readonly signal: AbortSignal;
};

/**
A worker in single mode: execute one task that is in no queue, write the finding, add the cost, leave.

@returns The id of the finding.
@throws What the executor or the connection throws.
*/
export async function runSingleTask({connection, workerId, executor, description, signal}: SingleTaskOptions): Promise<string> {
	const heartbeat = new Heartbeat({
		connection,
		workerId,
		describe: () => ({
			executor: executor.name, concurrency: 1, state: 'working', tasks: [], done: 0, failed: 0,
		}),
		// The finding is what matters, and it will say why it cannot be written.
		onError: () => undefined,
	});
	try {
		await heartbeat.beat();
		const job = {taskId: null, description, files: []};
		const startMs = performance.now();
		const outcome = await executor.execute(job, {signal});
		return await handOver(connection, {
			workerId, job, outcome, executor: executor.name, durationMs: Math.round(performance.now() - startMs),
		});
	} finally {
		await heartbeat.stop();
	}
}
