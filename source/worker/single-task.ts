import {lowestLimit, refusalOf} from '../money/budget.js';
import {newFindingId} from '../protocol/ids.js';
import {defaultTimings} from '../protocol/timings.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {loadFinances} from '../swarm/budget.js';
import {refusalText} from '../text/money.js';
import {
	paidUsd, wasPaid, type Executor, type Progress,
} from '../executors/executor.js';
import {makeAttempt} from './attempt.js';
import {encodeAttempt} from './encode-attempt.js';
import {Heartbeat} from './heartbeat.js';
import {loadBackground, noBackground} from './job-context.js';
import {recordFinding} from './lease.js';
import {retryUntilDone} from './retry-until-done.js';
import {checkWorkerId} from './check-worker-id.js';

// What was paid for must be written, even if the link is broken at the moment.
const lastWordsMs = 30_000;

/** What single mode is given. */
export type SingleTaskOptions = {
	readonly connection: Connection;
	readonly workerId: string;
	readonly executor: Executor;
	/** What to do, in words. */
	readonly description: string;
	/** The most that it may cost, in US dollars, or `null`. */
	readonly capUsd: number | null;
	/** Takes secrets out of the finding. */
	readonly redact: <T>(value: T) => T;
	/** Ends the work; a finding is written then only if something was spent. */
	readonly signal: AbortSignal;
};

/**
A worker in single mode: execute one task that is in no queue, write the finding, add the cost, leave.

@returns The id of the finding.
@throws {UserError} when it failed, with the id of the finding that tells what it cost; the signal's reason when it was stopped; what the connection throws.
*/
export async function runSingleTask({connection, workerId, executor, description, capUsd, redact, signal}: SingleTaskOptions): Promise<string> {
	let progress: Progress | null = null;
	const heartbeat = new Heartbeat({
		connection,
		workerId,
		timings: defaultTimings,
		describe: () => ({
			executor: executor.name, model: executor.model, workdir: executor.workdir, concurrency: 1, state: 'working', blocked: null, blockedCode: null, tasks: new Map([['', progress]]), done: 0, failed: 0, spentUsd: 0,
		}),
		// The finding is what matters, and it will say why it cannot be written.
		onError: () => undefined,
	});
	await checkWorkerId(connection, workerId);
	const finances = await loadFinances(connection);
	const refusal = refusalOf(finances, executor.costIsKnown);
	if (refusal) {
		throw new UserError(`Nothing may be spent: ${refusalText(refusal)}. See haiku-swarm budget.`);
	}

	const perTaskUsd = finances.budget === null || finances.budget === 'unreadable' ? null : finances.budget.perTaskUsd;
	try {
		await heartbeat.start();
		const job = {taskId: null, description, files: []};
		const background = executor.wantsContext ? await loadBackground(connection, job).catch(() => noBackground) : noBackground;
		const {outcome, durationMs} = await makeAttempt(executor, {...job, ...background}, {
			signal,
			budgetUsd: lowestLimit(capUsd, perTaskUsd),
			onProgress(now) {
				progress = now;
				heartbeat.tell();
			},
		});
		const findingId = newFindingId();
		if (outcome.status !== 'failed' || wasPaid(outcome)) {
			await retryUntilDone(connection, async () => recordFinding(connection, {
				findingId,
				costUsd: paidUsd(outcome),
				json: encodeAttempt({
					findingId, workerId, taskId: null, attempt: null, description, executor: executor.name, durationMs, outcome, redact,
				}),
			}), {signal: AbortSignal.timeout(lastWordsMs), onTrouble: () => undefined});
		}

		if (outcome.status === 'failed') {
			signal.throwIfAborted();
			throw new UserError(redact(outcome.error) + (wasPaid(outcome) ? ` What it cost is in ${findingId}.` : ''));
		}

		return findingId;
	} finally {
		await heartbeat.stop(true);
	}
}
