import type {Outcome} from '../executors/executor.js';

const tooMany = 3;

/**
Decides whether what a worker costs is known well enough for a budget. An executor that answers without saying what it cost never will: one answer is enough. A failure may have been cut short before it could say: three in a row are too many. Who was interrupted could not say.
*/
export class UnknownCostLimit {
	#count = 0;

	/** Whether there are too many. */
	get areTooMany(): boolean {
		return this.#count >= tooMany;
	}

	/** Take an outcome in. */
	heed({costUsd, status}: Outcome, wasInterrupted: boolean): void {
		if (Number.isFinite(costUsd)) {
			this.#count = 0;
		} else if (!wasInterrupted) {
			this.#count += status === 'failed' ? 1 : tooMany;
		}
	}
}
