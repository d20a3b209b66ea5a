import type {BudgetRefusal} from '../money/budget.js';

/**
Decides whether new tasks may be claimed. It is *open*, *paused* until a person resumes it, or *blocked* for a time with a reason (the budget, a provider that rejects requests). It can be paused and blocked at once, and opens when it is neither.
*/
export class ClaimGate {
	/** Whether a person paused it, until `resume`. */
	isPaused = false;
	/** Why it is blocked, or `null`. */
	reason: string | null = null;
	/** The code of the budget's refusal, if the budget blocks it. */
	budgetCode: BudgetRefusal['code'] | null = null;
	#untilMs = 0;
	#timer: NodeJS.Timeout | undefined;

	/** @param onOpen Called each time it opens again. */
	constructor(private readonly onOpen: () => void) {}

	/** Whether tasks may be claimed. */
	get isOpen(): boolean {
		return !this.isPaused && this.reason === null;
	}

	/** Open it, whatever the reason it was closed. */
	resume(): void {
		this.isPaused = false;
		this.#unblock();
	}

	/** Close it for a time. Of several reasons the one that lasts longest counts. */
	block(reason: string, forMs: number, budgetCode: BudgetRefusal['code'] | null = null): void {
		const untilMs = performance.now() + forMs;
		if (this.reason !== null && untilMs < this.#untilMs) {
			return;
		}

		this.reason = reason;
		this.budgetCode = budgetCode;
		this.#untilMs = untilMs;
		clearTimeout(this.#timer);
		this.#timer = setTimeout(() => {
			this.#unblock();
		}, forMs);
	}

	/** Clear the timer. */
	close(): void {
		clearTimeout(this.#timer);
	}

	#unblock(): void {
		clearTimeout(this.#timer);
		this.reason = null;
		this.budgetCode = null;
		if (this.isOpen) {
			this.onOpen();
		}
	}
}
