import type {Outcome} from '../executors/executor.js';

const firstPauseMs = 15_000;
const maxPauseMs = 300_000;
const maxUnknownCosts = 3;

/** What a worker learns from the outcomes of its attempts: whether the provider rejects requests, and whether it is told what they cost. */
export class OutcomeHistory {
	#rejections = 0;
	#pausedUntilMs = 0;
	#unknownCosts = 0;

	/** Whether the last attempt was rejected: then only one task at a time tries. */
	get isRejected(): boolean {
		return this.#rejections > 0;
	}

	/**
	Whether the costs are known well enough to keep a budget. A completed attempt without a cost is enough to say no: that executor never reports one. A failed attempt may have ended before it could report: three in a row are too many. Interrupted attempts do not count.
	*/
	get isCostKnown(): boolean {
		return this.#unknownCosts < maxUnknownCosts;
	}

	/**
	Learn from an outcome.

	@returns How long to claim nothing, in milliseconds, if the provider rejected the attempt; else `null`. As long as the provider says, else 15 seconds and then twice as long each time, up to five minutes. Rejections of tasks that ran at the same time count once.
	*/
	observe(outcome: Outcome, wasInterrupted: boolean): number | null {
		if (Number.isFinite(outcome.costUsd)) {
			this.#unknownCosts = 0;
		} else if (!wasInterrupted) {
			this.#unknownCosts += outcome.status === 'failed' ? 1 : maxUnknownCosts;
		}

		if (wasInterrupted) {
			return null;
		}

		if (outcome.status !== 'failed' || outcome.blame === 'task') {
			this.#rejections = 0;
			return null;
		}

		const nowMs = performance.now();
		this.#rejections += this.#rejections === 0 || nowMs >= this.#pausedUntilMs ? 1 : 0;
		const pauseMs = outcome.retryAfterMs ?? Math.min(maxPauseMs, firstPauseMs * (2 ** (this.#rejections - 1)));
		this.#pausedUntilMs = Math.max(this.#pausedUntilMs, nowMs + pauseMs);
		return pauseMs;
	}
}
