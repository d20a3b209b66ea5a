import type {Connection} from '../redis/connection.js';
import type {Outcome} from '../executors/executor.js';
import {paidUsd, wasPaid} from '../executors/spending.js';
import {endReasons} from '../text/worker-text.js';
import type {WorkerEvent} from '../text/worker-events.js';
import {type Interruption} from './attempt-job.js';
import {batchCalls} from './batch-calls.js';
import {encodeAttempt, type Attempt} from './encode-attempt.js';
import {
	recordFinding, type Answer, type Completion, type Leases, type Release,
} from './lease-scripts.js';
import {retryUntilDone} from './retry-until-done.js';

/** How an attempt was reported. `refused`: it finished, but another worker holds the task. */
export type Settlement
	= | {readonly kind: 'finished'; readonly isCounted: boolean}
		| {readonly kind: 'refused'}
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
	readonly #options: ResultReporterOptions;
	readonly #complete: (answer: Answer) => Promise<Completion>;

	constructor(options: ResultReporterOptions) {
		this.#options = options;
		this.#complete = batchCalls(async answers => this.#retryUntilDone(async () => options.leases.complete(answers)));
	}

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

		await this.#recordPaid(attempt, endReasons.tooLate);
		return {kind: 'refused'};
	}

	/**
	Write the finding of an attempt that has no task, as in single mode, and add its cost. One that failed and cost nothing leaves none.

	@returns Whether there is a finding.
	@throws The reason of the signal, when it is aborted before.
	*/
	async record(attempt: Attempt): Promise<boolean> {
		const isWorthIt = attempt.outcome.status !== 'failed' || wasPaid(attempt.outcome);
		if (isWorthIt) {
			await this.#retryUntilDone(async () => recordFinding(this.#options.connection, answerOf(attempt, encodeAttempt(attempt))));
		}

		return isWorthIt;
	}

	/** Release a task that was claimed but not started. */
	async release(taskId: string, findingId: string): Promise<void> {
		await this.#retryUntilDone(async () => this.#options.leases.release({
			taskId, findingId, error: null, json: null, costUsd: 0,
		}));
	}

	async #release(attempt: Attempt & {readonly taskId: string}, interruption: Interruption | null, error: string): Promise<Settlement> {
		const {taskId, findingId, outcome} = attempt;
		const reason = interruption?.message ?? error;
		if (interruption?.kind === 'lost') {
			await this.#recordPaid(attempt, reason);
			return {kind: 'released', release: 'lost', reason};
		}

		const counts = interruption ? interruption.kind === 'aborted' : outcome.status === 'failed' && outcome.blame === 'task';
		const release = await this.#retryUntilDone(async () => this.#options.leases.release({
			taskId, findingId, error: counts ? reason : null, json: wasPaid(attempt.outcome) ? encodeAttempt(attempt) : null, costUsd: paidUsd(outcome),
		}));
		return {kind: 'released', release, reason};
	}

	/** Record an attempt that does not complete its task, if it cost anything: every dollar must be in a finding. */
	async #recordPaid(attempt: Attempt, why: string): Promise<void> {
		if (wasPaid(attempt.outcome)) {
			await this.#retryUntilDone(async () => recordFinding(this.#options.connection, answerOf(attempt, encodeAttempt(attempt, why))));
		}
	}

	async #retryUntilDone<T>(act: () => Promise<T>): Promise<T> {
		return retryUntilDone(this.#options.connection, act, this.#options);
	}
}

function answerOf<Id extends string | null>({taskId, findingId, outcome}: Attempt & {readonly taskId: Id}, json: string) {
	return {
		taskId, findingId, json, costUsd: paidUsd(outcome),
	};
}

/** The event that logs the end of an attempt. */
export function endOf(taskId: string, findingId: string, outcome: Outcome, settlement: Settlement): WorkerEvent {
	return settlement.kind === 'finished'
		? {
			type: 'finished', taskId, findingId, costUsd: outcome.costUsd, denials: outcome.status === 'denied' ? outcome.denials : [],
		}
		: {
			type: 'released', taskId, ...settlement.kind === 'refused' ? {reason: endReasons.tooLate, release: 'lost'} : {reason: settlement.reason, release: settlement.release},
		};
}
