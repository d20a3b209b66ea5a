import type {Connection} from '../redis/connection.js';
import {paidUsd, wasPaid} from '../executors/spending.js';
import {endReasons} from '../text/worker-text.js';
import type {Interruption} from './active-task.js';
import {batchCalls} from './batch-calls.js';
import {encodeAttempt, type Attempt} from './encode-attempt.js';
import {
	recordFinding, type Answer, type Leases, type Release,
} from './lease-scripts.js';
import {retryUntilDone} from './retry-until-done.js';

/** How an attempt was reported. */
export type Settlement
	= | {readonly kind: 'finished'; readonly isCounted: boolean}
		| {readonly kind: 'released'; readonly release: Release; readonly reason: string};

/** What a reporter needs. */
export type ResultReporterOptions = {
	readonly connection: Connection;
	readonly leases: Leases;
	/** Aborted to give up: unreported attempts are left to the sweep. */
	readonly signal: AbortSignal;
	readonly onError: (error: Error) => void;
};

/** Reports the end of every attempt to Redis: an answer completes its task, anything else releases it. Retries until it is done. */
export class ResultReporter {
	readonly #complete = batchCalls(async (answers: readonly Answer[]) => this.#retryUntilDone(async () => this.options.leases.complete(answers)));

	constructor(private readonly options: ResultReporterOptions) {}

	/**
	Report an attempt.

	@param interruption Why it was aborted, or `null`.
	@throws The reason of the signal, when it is aborted before.
	*/
	async settle(attempt: Attempt & {readonly taskId: string}, interruption: Interruption | null): Promise<Settlement> {
		const {outcome} = attempt;
		if (outcome.status === 'failed') {
			return this.#release(attempt, interruption, attempt.redact(outcome.error));
		}

		const completion = await this.#complete(answerOf(attempt, encodeAttempt(attempt)));
		if (completion !== 'refused') {
			return {kind: 'finished', isCounted: completion === 'done'};
		}

		return this.#lost(attempt, endReasons.tooLate);
	}

	/**
	Write the finding of an attempt that completes no task, and add its cost: every dollar must be in a finding. One that failed and cost nothing leaves none.

	@param lost Why it does not complete its task, if it has one.
	@returns Whether there is a finding.
	@throws The reason of the signal, when it is aborted before.
	*/
	async record(attempt: Attempt, lost?: string): Promise<boolean> {
		const isWorthIt = wasPaid(attempt.outcome) || (lost === undefined && attempt.outcome.status !== 'failed');
		if (isWorthIt) {
			await this.#retryUntilDone(async () => recordFinding(this.options.connection, answerOf(attempt, encodeAttempt(attempt, lost))));
		}

		return isWorthIt;
	}

	/** Release a task that was claimed but not started. */
	async release(taskId: string, findingId: string): Promise<void> {
		await this.#retryUntilDone(async () => this.options.leases.release({
			taskId, findingId, error: null, json: null, costUsd: 0,
		}));
	}

	async #release(attempt: Attempt & {readonly taskId: string}, interruption: Interruption | null, error: string): Promise<Settlement> {
		const {taskId, findingId, outcome} = attempt;
		const reason = interruption?.message ?? error;
		if (interruption?.kind === 'lost') {
			return this.#lost(attempt, reason);
		}

		const counts = interruption ? interruption.kind === 'aborted' : outcome.status === 'failed' && outcome.blame === 'task';
		const release = await this.#retryUntilDone(async () => this.options.leases.release({
			taskId, findingId, error: counts ? reason : null, json: wasPaid(attempt.outcome) ? encodeAttempt(attempt) : null, costUsd: paidUsd(outcome),
		}));
		return {kind: 'released', release, reason};
	}

	async #lost(attempt: Attempt, reason: string): Promise<Settlement> {
		await this.record(attempt, reason);
		return {kind: 'released', release: 'lost', reason};
	}

	async #retryUntilDone<T>(act: () => Promise<T>): Promise<T> {
		return retryUntilDone(this.options.connection, act, this.options);
	}
}

function answerOf<Id extends string | null>({taskId, findingId, outcome}: Attempt & {readonly taskId: Id}, json: string) {
	return {
		taskId, findingId, json, costUsd: paidUsd(outcome),
	};
}
