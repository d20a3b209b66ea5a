import type {ExecuteOptions, Progress} from '../executors/executor.js';

/** Why an attempt was aborted from outside. */
export class Interruption extends Error {
	override readonly name = 'Interruption';

	/** @param kind The worker stopped, the lease was lost, the task was cancelled, or a person aborted it. */
	constructor(readonly kind: 'stopped' | 'lost' | 'cancelled' | 'aborted', message: string) {
		super(message);
	}
}

/** A claimed task that is being executed, and what its attempt is given beside the job. */
export class ActiveTask implements ExecuteOptions {
	/** Latest progress; `null` before the first report. */
	progress: Progress | null = null;
	/** It occupies a slot: no other task can start in its place. */
	isBusy = true;
	/** It is being released: its lease must not be renewed. */
	isLeaving = false;
	/** Why it was interrupted, or `null`. */
	interruption: Interruption | null = null;
	#controller: AbortController | undefined;

	/** @param budgetUsd The most this attempt may cost, in US dollars. */
	constructor(readonly budgetUsd: number | null, private readonly onChange: () => void) {}

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
		this.onChange();
	};

	/** Abort the attempt. The first reason wins. */
	interrupt(interruption: Interruption): void {
		this.interruption ??= interruption;
		this.#controller?.abort(this.interruption);
	}
}
