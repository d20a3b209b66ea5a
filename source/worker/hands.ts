import {newFindingId} from '../protocol/ids.js';
import {asError} from '../protocol/user-error.js';
import {Interruption, makeAttempt} from './attempt.js';
import {paidUsd, type Outcome, type Progress} from './executor.js';
import type {Gate} from './gate.js';
import type {HandOver, Settlement} from './hand-over.js';
import {Intake} from './intake.js';
import {loadBackground, noBackground, readJob} from './job.js';
import type {Claim, Leases} from './lease.js';
import {persist} from './persist.js';
import type {ReadyWorkerOptions} from './worker-options.js';

const mostPerClaim = 64;
const budgetPauseMs = 10_000;
const firstPauseMs = 15_000;
const longestPauseMs = 300_000;

type InHand = {readonly controller: AbortController; progress: Progress | null};

/** What hands work with. */
export type HandsOptions = ReadyWorkerOptions & {
	readonly leases: Leases;
	readonly handOver: HandOver;
	readonly gate: Gate;
	/** Ends claiming for good. */
	readonly signal: AbortSignal;
	/** What is in hand, or how far it has got, has changed. */
	readonly onChange: () => void;
	readonly onTrouble: (error: unknown) => void;
};

/**
The hands of a worker. A task that was heard of *waits*; as long as the gate is open and hands are free it is *claimed*, many with one call; while it is *executed* it keeps a hand busy; while it is *handed over* it does not, so that the next one can begin. A claimed or executed task is let go as soon as it is lost, cancelled, aborted, or the worker stops.
*/
export class Hands {
	/** Attempts that answered their task. */
	done = 0;
	/** Attempts that did not, but for those that were not the task's fault. */
	failed = 0;
	/** What all attempts have cost, in US dollars. */
	spentUsd = 0;
	/** How many tasks were claimed. */
	claimed = 0;
	readonly #options: HandsOptions;
	readonly #intake: Intake;
	readonly #inHand = new Map<string, InHand>();
	readonly #claiming = new Set<string>();
	#willPump = false;
	#executing = 0;
	/** How often in a row no task could be done here. */
	#rejections = 0;
	#onEmpty: (() => void) | undefined;

	constructor(options: HandsOptions) {
		this.#options = options;
		this.#intake = new Intake(id => this.has(id));
		options.signal.addEventListener('abort', () => {
			this.#intake.clear();
		}, {once: true});
	}

	/** What is in hand, by task id, and how far each has got. */
	get tasks(): ReadonlyMap<string, Progress | null> {
		return new Map([...this.#inHand].map(([id, {progress}]) => [id, progress]));
	}

	/** How many tasks are in hand. */
	get size(): number {
		return this.#inHand.size;
	}

	/** Whether a task is in hand, or may be by the next reply. */
	has(taskId: string): boolean {
		return this.#inHand.has(taskId) || this.#claiming.has(taskId);
	}

	/** Whether nothing is in hand, on its way, or waiting. */
	get isIdle(): boolean {
		return this.#inHand.size === 0 && this.#claiming.size === 0 && this.#intake.size === 0;
	}

	/** A task was heard of. */
	offer(taskId: string): void {
		if (!this.#options.signal.aborted) {
			this.#intake.add(taskId);
			this.pump();
		}
	}

	/** Claim as much as there are hands free: once, for all that happens in this turn. */
	pump(): void {
		if (!this.#willPump) {
			this.#willPump = true;
			queueMicrotask(() => {
				this.#willPump = false;
				this.#pump();
			});
		}
	}

	/** More was heard of than could be kept, and the rest is done: look for it. */
	get isBehind(): boolean {
		return this.#intake.isBehind && this.#intake.size === 0;
	}

	/** Nothing is missed any more: everything was looked for again. */
	caughtUp(): void {
		this.#intake.isBehind = false;
	}

	/** Keep the claims of what is in hand, and let go of what is ours no more. Never rejects. */
	async renew(): Promise<void> {
		const ids = [...this.#inHand.keys()];
		if (ids.length === 0) {
			return;
		}

		try {
			const renewals = await this.#options.leases.renew(ids);
			for (const [index, id] of ids.entries()) {
				if (renewals[index] === 'lost') {
					this.interrupt(id, new Interruption('lost', 'another worker has it now'));
				} else if (renewals[index] === 'cancelled') {
					this.interrupt(id, new Interruption('cancelled', 'it was cancelled'));
				}
			}
		} catch (error) {
			this.#options.onTrouble(error);
		}
	}

	/** Let go of a task, or (`null`) of all. */
	interrupt(taskId: string | null, interruption: Interruption): void {
		for (const [id, {controller}] of this.#inHand) {
			if (taskId === null || taskId === id) {
				controller.abort(interruption);
			}
		}
	}

	/** Resolves when nothing is in hand, or about to be. */
	async empty(): Promise<void> {
		while (this.#claiming.size > 0 || this.#inHand.size > 0) {
			await new Promise<void>(resolve => {
				this.#onEmpty = resolve;
			});
		}
	}

	#pump(): void {
		const {concurrency, maxTasks, gate, signal} = this.#options;
		if (this.#claiming.size > 0 || !gate.isOpen || signal.aborted) {
			return;
		}

		// After a provider turned us away, one task goes ahead and sees.
		const hands = this.#rejections > 0 ? 1 : concurrency;
		const free = Math.min(hands - this.#executing, concurrency + mostPerClaim - this.#inHand.size, maxTasks - this.claimed, mostPerClaim);
		if (free > 0 && this.#intake.size > 0) {
			void this.#claim(this.#intake.take(free));
		}
	}

	async #claim(ids: readonly string[]): Promise<void> {
		const {connection, leases, executor, capUsd, signal, gate, onTrouble, onEvent} = this.#options;
		for (const id of ids) {
			this.#claiming.add(id);
		}

		try {
			const claims = await persist(connection, async () => leases.claim(ids, {spentUsd: this.spentUsd, capUsd, costIsKnown: executor.costIsKnown}), {signal, onTrouble});
			this.#claiming.clear();
			for (const [index, taskId] of ids.entries()) {
				const claim = claims[index]!;
				if (claim.kind === 'claimed') {
					void this.#execute(taskId, claim);
				} else if (claim.kind === 'budget') {
					this.#intake.add(taskId);
					if (gate.isOpen) {
						gate.block(claim.why, budgetPauseMs);
						onEvent({type: 'blocked', reason: claim.why, forMs: budgetPauseMs});
					}
				}
			}
		} catch {
			// The worker stops. A claim that came through all the same is taken away as soon as it no longer beats.
			this.#claiming.clear();
		}

		this.#changed();
	}

	async #execute(taskId: string, {body, attempt, capUsd}: Extract<Claim, {kind: 'claimed'}>): Promise<void> {
		const {connection, executor, workerId, redact, signal, onEvent, onTrouble, handOver} = this.#options;
		const hand: InHand = {controller: new AbortController(), progress: null};
		const findingId = newFindingId();
		this.#inHand.set(taskId, hand);
		this.#executing++;
		this.claimed++;
		try {
			if (signal.aborted) {
				this.#executing--;
				await handOver.giveBack(taskId, findingId);
				return;
			}

			onEvent({type: 'claimed', taskId, attempt});
			this.#options.onChange();
			const job = readJob(taskId, body);
			const background = executor.wantsContext ? await loadBackground(connection, job).catch(() => noBackground) : noBackground;
			const {outcome, durationMs} = await makeAttempt(executor, {...job, ...background}, {
				signal: hand.controller.signal,
				budgetUsd: await this.#allowance(taskId, attempt, capUsd),
				onProgress: progress => {
					hand.progress = progress;
					this.#options.onChange();
				},
			});
			this.#executing--;
			this.spentUsd += paidUsd(outcome);
			if (!hand.controller.signal.aborted) {
				this.#heed(outcome);
			}

			this.pump();
			const interruption = hand.controller.signal.reason instanceof Interruption ? hand.controller.signal.reason : null;
			const settlement = await handOver.settle({
				findingId, workerId, taskId, attempt, description: job.description, executor: executor.name, durationMs, outcome, redact,
			}, interruption);
			this.#account(taskId, findingId, outcome, settlement);
		} catch (error) {
			onTrouble(new Error(`${taskId} could not be handed over, somebody else will do it again: ${asError(error).message}`));
		} finally {
			this.#inHand.delete(taskId);
			this.#changed();
		}
	}

	/** What one attempt may cost: what is left of the cap of a task, and of the worker's own. */
	async #allowance(taskId: string, attempt: number, taskCapUsd: number | null): Promise<number | null> {
		const {capUsd, leases} = this.#options;
		const spentUsd = attempt > 1 && taskCapUsd !== null ? await leases.spentOn(taskId).catch(() => taskCapUsd) : 0;
		const caps = [taskCapUsd === null ? null : Math.max(0, taskCapUsd - spentUsd), capUsd === null ? null : Math.max(0, capUsd - this.spentUsd)].filter(cap => cap !== null);
		return caps.length === 0 ? null : Math.min(...caps);
	}

	/** Learn from an outcome whether tasks can be done here at the moment. Several that are turned away together count as one. */
	#heed(outcome: Outcome): void {
		if (outcome.status !== 'failed' || outcome.blame === 'task') {
			this.#rejections = 0;
			return;
		}

		this.#rejections += this.#options.gate.reason === null ? 1 : 0;
		const forMs = outcome.retryAfterMs ?? Math.min(longestPauseMs, firstPauseMs * (2 ** (this.#rejections - 1)));
		const reason = this.#options.redact(outcome.error);
		this.#options.gate.block(reason, forMs);
		this.#options.onEvent({type: 'blocked', reason, forMs});
	}

	#account(taskId: string, findingId: string, outcome: Outcome, settlement: Settlement): void {
		const {onEvent, onTrouble, redact} = this.#options;
		if (settlement.kind === 'finished') {
			this.done++;
			onEvent({
				type: 'finished', taskId, findingId, costUsd: outcome.costUsd, denials: outcome.status === 'denied' ? redact(outcome.denials) : [],
			});
			if (!settlement.isCounted) {
				onTrouble(new Error(`Expected a number in cost:haiku, got something else: the $${outcome.costUsd ?? 0} of ${findingId} are not in it. Write the right sum into it.`));
			}

			return;
		}

		this.failed++;
		onEvent(settlement.kind === 'refused'
			? {
				type: 'released', taskId, reason: 'another worker had the task by then', release: 'lost',
			}
			: {
				type: 'released', taskId, reason: settlement.reason, release: settlement.release,
			});
	}

	#changed(): void {
		this.pump();
		this.#options.onChange();
		if (this.#claiming.size === 0 && this.#inHand.size === 0) {
			this.#onEmpty?.();
		}
	}
}
