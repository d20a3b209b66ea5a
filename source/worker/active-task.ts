import type {ExecuteOptions, Progress} from '../executors/executor.js';
import type {Interruption} from './attempt.js';

/** A task in hand, and what its attempt is given beside the job. */
export class ActiveTask implements ExecuteOptions {
	/** The most that its attempt may cost, in US dollars. */
	readonly budgetUsd: number | null;
	/** How far it has got. */
	progress: Progress | null = null;
	/** It keeps one from taking the next task. */
	isBusy = true;
	/** It is being given back: its claim must not be renewed any more. */
	isLeaving = false;
	/** Why it was let go of, or `null`. */
	interruption: Interruption | null = null;
	readonly #onChange: () => void;
	#controller: AbortController | undefined;

	constructor(budgetUsd: number | null, onChange: () => void) {
		this.budgetUsd = budgetUsd;
		this.#onChange = onChange;
	}

	/** Made when somebody asks for it: an `AbortController` costs as much as the rest of a hand. */
	get signal(): AbortSignal {
		if (!this.#controller) {
			this.#controller = new AbortController();
			if (this.interruption) {
				this.#controller.abort(this.interruption);
			}
		}

		return this.#controller.signal;
	}

	/** Be told how far it has got. */
	readonly onProgress = (progress: Progress): void => {
		this.progress = progress;
		this.#onChange();
	};

	/** Let go of it. The first reason counts. */
	interrupt(interruption: Interruption): void {
		this.interruption ??= interruption;
		this.#controller?.abort(this.interruption);
	}
}
