import type {Outcome} from '../executors/executor.js';
import type {ClaimGate} from './claim-gate.js';

const firstPauseMs = 15_000;
const longestPauseMs = 300_000;

/**
Learns from outcomes whether tasks can be done here at the moment. Each time a provider turns us away the gate is blocked for as long as the provider says, else for longer and longer, up to five minutes. Several tasks that are turned away together count as one.
*/
export class ProviderBackoff {
	readonly #gate: ClaimGate;
	readonly #onBlock: (reason: string, forMs: number) => void;
	#inARow = 0;
	#blockedUntilMs = 0;

	/** @param onBlock Is told why, and for how long. */
	constructor(gate: ClaimGate, onBlock: (reason: string, forMs: number) => void) {
		this.#gate = gate;
		this.#onBlock = onBlock;
	}

	/** Whether the last attempt was turned away: then one task goes ahead and sees. */
	get isActive(): boolean {
		return this.#inARow > 0;
	}

	/** Take an outcome in. */
	heed(outcome: Outcome): void {
		if (outcome.status !== 'failed' || outcome.blame === 'task') {
			this.#inARow = 0;
			return;
		}

		const nowMs = performance.now();
		this.#inARow += this.#inARow === 0 || nowMs >= this.#blockedUntilMs ? 1 : 0;
		const forMs = outcome.retryAfterMs ?? Math.min(longestPauseMs, firstPauseMs * (2 ** (this.#inARow - 1)));
		this.#blockedUntilMs = Math.max(this.#blockedUntilMs, nowMs + forMs);
		this.#gate.block(outcome.error, forMs);
		this.#onBlock(outcome.error, forMs);
	}
}
