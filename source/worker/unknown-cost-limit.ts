import type {Outcome} from '../executors/executor.js';

const maxUnknown = 3;

/**
Decides whether the cost of a worker is known well enough to keep a budget. A completed attempt without a cost is enough to say no: that executor never reports one. A failed attempt may have ended before it could report: three in a row are too many. Interrupted attempts do not count.
*/
export class UnknownCostLimit {
	#count = 0;

	/** Whether too many costs are unknown. */
	get isExceeded(): boolean {
		return this.#count >= maxUnknown;
	}

	/** Learn from an outcome. */
	observe({costUsd, status}: Outcome, wasInterrupted: boolean): void {
		if (Number.isFinite(costUsd)) {
			this.#count = 0;
		} else if (!wasInterrupted) {
			this.#count += status === 'failed' ? 1 : maxUnknown;
		}
	}
}
