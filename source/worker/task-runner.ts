import {lowestLimit, type BudgetRefusal} from '../money/budget.js';
import {refusalText} from '../text/budget-text.js';
import {newFindingId} from '../protocol/ids.js';
import {asError} from '../protocol/user-error.js';
import type {Outcome, Progress} from '../executors/executor.js';
import {paidUsd} from '../executors/spending.js';
import {notAdded, notReported} from '../text/worker-text.js';
import {ActiveTask, type Interruption} from './active-task.js';
import type {ClaimGate} from './claim-gate.js';
import {executeJob, readJob} from './execute-job.js';
import type {Claim, Leases} from './lease-scripts.js';
import {renewLeases} from './renew-leases.js';
import {OutcomeHistory} from './outcome-history.js';
import type {ResultReporter, Settlement} from './result-reporter.js';
import {retryUntilDone} from './retry-until-done.js';
import {TaskQueue} from './task-queue.js';
import type {ReadyWorkerOptions} from './worker-options.js';

const maxPerClaim = 32;
// While one reply is on its way, the server works on the next call.
const maxClaimCalls = 2;
const budgetPauseMs = 10_000;

/** What a runner needs. */
export type TaskRunnerOptions = ReadyWorkerOptions & {
	readonly leases: Leases;
	readonly reporter: ResultReporter;
	readonly gate: ClaimGate;
	/** Aborted when nothing more is to be claimed. */
	readonly signal: AbortSignal;
	/** The active tasks, or the progress of one, changed. */
	readonly onChange: () => void;
	readonly onError: (error: unknown) => void;
};

/**
Claims and executes tasks. An announced task is *queued*; while the gate is open and a slot is free it is *claimed*, many with one call; it occupies the slot while it is *executed*, but not while it is *reported*, so that the next one can start. A claimed or executed task is interrupted as soon as its lease is lost, it is cancelled or aborted, or the worker stops.
*/
export class TaskRunner {
	/** Attempts that completed their task. */
	done = 0;
	/** Attempts that failed. */
	failed = 0;
	/** The cost of all attempts, in US dollars. */
	spentUsd = 0;
	/** Whether every lease was completed or released. */
	isClean = true;
	/** Why the budget refused the last claim, or `null`. */
	refusal: string | null = null;
	/** How many tasks were claimed. */
	claimed = 0;
	readonly #queue = new TaskQueue(id => this.has(id));
	readonly #history = new OutcomeHistory();
	readonly #active = new Map<string, ActiveTask>();
	readonly #claiming = new Set<string>();
	#claims = 0;
	#willPump = false;
	#executing = 0;
	#onEmpty: (() => void) | undefined;

	constructor(private readonly options: TaskRunnerOptions) {
		options.signal.addEventListener('abort', () => {
			this.#queue.clear();
		}, {once: true});
	}

	/** The active tasks by id, with the progress of each. */
	get tasks(): ReadonlyMap<string, Progress | null> {
		return new Map([...this.#active].map(([id, {progress}]) => [id, progress]));
	}

	/** Whether a task is active or is being claimed. */
	has(taskId: string): boolean {
		return this.#active.has(taskId) || this.#claiming.has(taskId);
	}

	/** Whether nothing is active, being claimed, or queued and claimable. */
	get isIdle(): boolean {
		return this.#active.size === 0 && this.#claiming.size === 0 && (this.#queue.size === 0 || this.options.gate.reason !== null);
	}

	/** A task was announced. */
	offer(taskId: string): void {
		if (!this.options.signal.aborted) {
			this.#queue.add(taskId);
			this.pump();
		}
	}

	/** The gate opened. After a refusal by the budget that is only another try, not an event. */
	reopen(): void {
		if (this.refusal === null) {
			this.options.onEvent({type: 'resumed'});
		}

		this.pump();
	}

	/** Claim tasks for the free slots, once for everything that happens in this turn. */
	pump(): void {
		if (!this.#willPump) {
			this.#willPump = true;
			queueMicrotask(() => {
				this.#willPump = false;
				this.#pump();
			});
		}
	}

	/** The queue overflowed and is now empty: look for the tasks it dropped. */
	get isBehind(): boolean {
		return this.#queue.isBehind && this.#queue.size === 0;
	}

	/** The dropped tasks were looked for. */
	caughtUp(): void {
		this.#queue.isBehind = false;
	}

	/** Renew the leases of active tasks, and interrupt those that lost theirs. Never rejects. */
	async renew(): Promise<void> {
		try {
			await renewLeases(this.options.leases, this.#active);
		} catch (error) {
			this.options.onError(error);
		}
	}

	/** Interrupt a task, or (`null`) all of them. */
	interrupt(taskId: string | null, interruption: Interruption): void {
		for (const [id, active] of this.#active) {
			if (taskId === null || taskId === id) {
				active.interrupt(interruption);
			}
		}
	}

	/** Resolves when nothing is active or being claimed. */
	async empty(): Promise<void> {
		while (this.#claiming.size > 0 || this.#active.size > 0) {
			await new Promise<void>(resolve => {
				this.#onEmpty = resolve;
			});
		}
	}

	#pump(): void {
		const {concurrency, maxTasks, gate, signal} = this.options;
		// After a rejection by the provider, one task tries alone.
		const slots = this.#history.isRejected ? 1 : concurrency;
		while (this.#claims < maxClaimCalls && gate.isOpen && !signal.aborted && this.#queue.size > 0) {
			const coming = this.#claiming.size;
			const free = Math.min(slots - this.#executing - coming, concurrency + maxPerClaim - this.#active.size - coming, maxTasks - this.claimed - coming, maxPerClaim);
			if (free <= 0) {
				return;
			}

			void this.#claim(this.#queue.take(free));
		}
	}

	async #claim(ids: readonly string[]): Promise<void> {
		const {connection, leases, executor, limitUsd, signal, onError} = this.options;
		this.#claims++;
		for (const id of ids) {
			this.#claiming.add(id);
		}

		const spender = () => ({spentUsd: this.spentUsd, limitUsd, costIsKnown: executor.costIsKnown && this.#history.isCostKnown});
		const claims = await retryUntilDone(connection, async () => leases.claim(ids, spender()), {signal, onError}).catch((): readonly Claim[] => {
			// The worker stops. A lease that was granted all the same is taken away once there is no heartbeat.
			this.isClean = false;
			return [];
		});
		this.#claims--;
		for (const [index, taskId] of ids.entries()) {
			this.#claiming.delete(taskId);
			const claim = claims[index];
			if (claim?.kind === 'claimed') {
				void this.#execute(taskId, claim);
			}
		}

		const refused = claims.find(claim => claim.kind === 'budget');
		const reason = refused ? refusalText(refused.refusal) : null;
		if (refused && reason !== null) {
			this.#queue.putBack(ids.filter((_, index) => claims[index]?.kind === 'budget'));
			this.#block(reason, budgetPauseMs, refused.refusal.code);
		}

		this.refusal = reason;
		this.#changed();
	}

	async #execute(taskId: string, {body, attempt, limitUsd: taskLimitUsd}: Extract<Claim, {kind: 'claimed'}>): Promise<void> {
		const {connection, executor, workerId, limitUsd, redact, signal, onEvent, onError, reporter} = this.options;
		// What is left of the task's limit, or of the worker's.
		const budgetUsd = lowestLimit(taskLimitUsd, limitUsd === null ? null : Math.max(0, limitUsd - this.spentUsd));
		const active = new ActiveTask(budgetUsd, this.options.onChange);
		const findingId = newFindingId();
		this.#active.set(taskId, active);
		this.#executing++;
		this.claimed++;
		try {
			if (signal.aborted) {
				active.isLeaving = true;
				await reporter.release(taskId, findingId);
				return;
			}

			onEvent({type: 'claimed', taskId, attempt});
			this.options.onChange();
			const job = readJob(taskId, body);
			const {outcome, durationMs} = await executeJob(connection, executor, job, active);
			active.isLeaving = outcome.status === 'failed';
			this.spentUsd += paidUsd(outcome);
			const pauseMs = this.#history.observe(outcome, active.interruption !== null);
			if (pauseMs !== null && outcome.status === 'failed') {
				this.#block(redact(outcome.error), pauseMs);
			}

			// A cost is booked before anything else is claimed: the budget would not know of it.
			if (paidUsd(outcome) === 0) {
				this.#free(active);
			}

			const settlement = await reporter.settle({
				findingId, workerId, taskId, attempt, description: job.description, executor: executor.name, durationMs, outcome, redact,
			}, active.interruption);
			this.#account(taskId, findingId, outcome, settlement);
		} catch (error) {
			this.isClean = false;
			onError(new Error(notReported(taskId, asError(error).message)));
		} finally {
			this.#active.delete(taskId);
			this.#free(active);
			this.#changed();
		}
	}

	/** Free the slot for the next task. */
	#free(active: ActiveTask): void {
		this.#executing -= active.isBusy ? 1 : 0;
		active.isBusy = false;
		this.pump();
	}

	/** Claim nothing for a time. */
	#block(reason: string, forMs: number, budgetCode: BudgetRefusal['code'] | null = null): void {
		this.options.gate.block(reason, forMs, budgetCode);
		if (reason !== this.refusal) {
			this.options.onEvent({type: 'blocked', reason, forMs});
		}
	}

	#account(taskId: string, findingId: string, outcome: Outcome, settlement: Settlement): void {
		const {onEvent, onError, redact} = this.options;
		if (settlement.kind === 'released') {
			const {release, reason} = settlement;
			this.failed += release === 'resting' || release === 'set aside' ? 1 : 0;
			onEvent(redact({
				type: 'released', taskId, reason, release,
			}));
			return;
		}

		this.done++;
		onEvent(redact({
			type: 'finished', taskId, findingId, costUsd: outcome.costUsd, denials: outcome.status === 'denied' ? outcome.denials : [],
		}));
		if (!settlement.isCounted) {
			onError(new Error(notAdded(findingId, paidUsd(outcome))));
		}
	}

	#changed(): void {
		this.pump();
		this.options.onChange();
		if (this.#claiming.size === 0 && this.#active.size === 0) {
			this.#onEmpty?.();
		}
	}
}
