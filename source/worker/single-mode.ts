import {lowestLimit, refusalOf} from '../money/budget.js';
import {newFindingId} from '../protocol/ids.js';
import {defaultTimings} from '../protocol/timings.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {loadFinances} from '../swarm/read-budget.js';
import {refusalText} from '../text/budget-text.js';
import type {Executor} from '../executors/executor.js';
import {endReasons} from '../text/worker-text.js';
import {ActiveTask, Interruption} from './active-task.js';
import {checkWorkerId} from './check-worker-id.js';
import {executeJob} from './execute-job.js';
import {Heartbeat} from './heartbeat.js';
import {Leases} from './lease-scripts.js';
import {ResultReporter} from './result-reporter.js';

// What was paid for must be written, even if the link is broken at the moment.
const reportWithinMs = 30_000;

/** What single mode is given. */
export type SingleTaskOptions = {
	readonly connection: Connection;
	readonly workerId: string;
	readonly executor: Executor;
	/** What to do, in words. */
	readonly description: string;
	/** The most that it may cost, in US dollars, or `null`. */
	readonly limitUsd: number | null;
	/** Takes secrets out of the finding. */
	readonly redact: <T>(value: T) => T;
	/** Ends the work; a finding is written then only if something was spent. */
	readonly signal: AbortSignal;
};

/**
A worker in single mode: execute one task that is in no queue, write the finding, add the cost, leave. The attempt is made and reported as in a loop; there is no lease, since nobody else knows of the task.

@returns The id of the finding.
@throws {UserError} when it failed, with the id of the finding that holds its cost; the signal's reason when it was stopped; what the connection throws.
*/
export async function runSingleTask({connection, workerId, executor, description, limitUsd, redact, signal}: SingleTaskOptions): Promise<string> {
	await checkWorkerId(connection, workerId);
	const finances = await loadFinances(connection);
	const refusal = refusalOf(finances, executor.costIsKnown);
	if (refusal) {
		throw new UserError(`Nothing may be spent: ${refusalText(refusal)}. See haiku-swarm budget.`);
	}

	const perTaskUsd = finances.budget === null || finances.budget === 'unreadable' ? null : finances.budget.perTaskUsd;
	const active = new ActiveTask(lowestLimit(limitUsd, perTaskUsd), () => {
		heartbeat.tell();
	});
	const heartbeat = new Heartbeat({
		connection,
		workerId,
		timings: defaultTimings,
		describe: () => ({
			executor: executor.name, model: executor.model, workdir: executor.workdir, concurrency: 1,
			state: 'working', blocked: null, blockedCode: null, tasks: new Map([['', active.progress]]), done: 0, failed: 0, spentUsd: 0,
		}),
		// The finding is what matters, and it will say why it cannot be written.
		onError: () => undefined,
	});
	const interrupt = () => {
		active.interrupt(new Interruption('stopped', endReasons.stopped));
	};

	signal.addEventListener('abort', interrupt, {once: true});
	try {
		signal.throwIfAborted();
		await heartbeat.start();
		const {outcome, durationMs} = await executeJob(connection, executor, {
			taskId: null, description, files: [], context: null, related: [],
		}, active);
		const findingId = newFindingId();
		const reporter = new ResultReporter({
			connection, leases: new Leases({connection, workerId, timings: defaultTimings}), signal: AbortSignal.timeout(reportWithinMs), onError: () => undefined,
		});
		const isRecorded = await reporter.record({
			findingId, workerId, taskId: null, attempt: null, description, executor: executor.name, durationMs, outcome, redact,
		});
		if (outcome.status === 'failed') {
			signal.throwIfAborted();
			throw new UserError(redact(outcome.error) + (isRecorded ? ` Its cost is in ${findingId}.` : ''));
		}

		return findingId;
	} finally {
		signal.removeEventListener('abort', interrupt);
		await heartbeat.stop(true);
	}
}
