import type {BudgetRefusal} from '../money/budget.js';

/**
Whether new tasks may be claimed. It is *open*, or *paused* by hand until somebody resumes, or *blocked* for a while by a reason (the budget, a provider that turns us away). Both can be at once; it opens when neither holds.
*/
export class ClaimGate {
	readonly #onOpen: () => void;
	#isPaused = false;
	#reason: string | null = null;
	#budgetCode: BudgetRefusal['code'] | null = null;
	#untilMs = 0;
	#timer: NodeJS.Timeout | undefined;

	/** @param onOpen Is called each time it opens again. */
	constructor(onOpen: () => void) {
		this.#onOpen = onOpen;
	}

	/** Whether tasks may be claimed. */
	get isOpen(): boolean {
		return !this.#isPaused && this.#reason === null;
	}

	/** Whether somebody paused it. */
	get isPaused(): boolean {
		return this.#isPaused;
	}

	/** Why it is blocked, or `null`. */
	get reason(): string | null {
		return this.#reason;
	}

	/** The code of the budget's refusal, if that is why it is blocked. */
	get budgetCode(): BudgetRefusal['code'] | null {
		return this.#budgetCode;
	}

	/** Close it until `resume`. */
	pause(): void {
		this.#isPaused = true;
	}

	/** Open it, whatever closed it. */
	resume(): void {
		this.#isPaused = false;
		this.#unblock();
	}

	/** Close it for a while. Of several reasons the one that lasts longest holds. */
	block(reason: string, forMs: number, budgetCode: BudgetRefusal['code'] | null = null): void {
		const untilMs = performance.now() + forMs;
		if (this.#reason !== null && untilMs < this.#untilMs) {
			return;
		}

		this.#reason = reason;
		this.#budgetCode = budgetCode;
		this.#untilMs = untilMs;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#unblock();
		}, forMs);
	}

	/** Leave no timer behind. */
	close(): void {
		clearTimeout(this.#timer);
	}

	#unblock(): void {
		clearTimeout(this.#timer);
		this.#reason = null;
		this.#budgetCode = null;
		if (this.isOpen) {
			this.#onOpen();
		}
	}
}
