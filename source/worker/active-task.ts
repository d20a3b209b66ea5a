import type {ExecuteOptions, Progress} from '../executors/executor.js';
import type {Interruption} from './attempt-job.js';

/** A claimed task that is being executed, and what its attempt is given beside the job. */
export class ActiveTask implements ExecuteOptions {
	/** The most this attempt may cost, in US dollars. */
	readonly budgetUsd: number | null;
	/** Latest progress; `null` before the first report. */
	progress: Progress | null = null;
	/** It occupies a slot: no other task can start in its place. */
	isBusy = true;
	/** It is being released: its lease must not be renewed. */
	isLeaving = false;
	/** Why it was interrupted, or `null`. */
	interruption: Interruption | null = null;
	readonly #onChange: () => void;
	#controller: AbortController | undefined;

	constructor(budgetUsd: number | null, onChange: () => void) {
		this.budgetUsd = budgetUsd;
		this.#onChange = onChange;
	}

	/** Created on first use: an `AbortController` costs as much as the rest of the object. */
	get signal(): AbortSignal {
		if (!this.#controller) {
			this.#controller = new AbortController();
			if (this.interruption) {
				this.#controller.abort(this.interruption);
			}
		}

		return this.#controller.signal;
	}

	/** Takes a progress report. */
	readonly onProgress = (progress: Progress): void => {
		this.progress = progress;
		this.#onChange();
	};

	/** Abort the attempt. The first reason wins. */
	interrupt(interruption: Interruption): void {
		this.interruption ??= interruption;
		this.#controller?.abort(this.interruption);
	}
}
