import type {Outcome} from '../executors/executor.js';
import type {ClaimGate} from './claim-gate.js';

const firstPauseMs = 15_000;
const maxPauseMs = 300_000;

/**
Backs off when a provider rejects requests: blocks the gate for as long as the provider says, else for 15 seconds and then twice as long each time, up to five minutes. Rejections of tasks that ran at the same time count once.
*/
export class ProviderBackoff {
	readonly #gate: ClaimGate;
	readonly #onBlock: (reason: string, forMs: number) => void;
	#inARow = 0;
	#blockedUntilMs = 0;

	/** @param onBlock Called with the reason and the duration in milliseconds. */
	constructor(gate: ClaimGate, onBlock: (reason: string, forMs: number) => void) {
		this.#gate = gate;
		this.#onBlock = onBlock;
	}

	/** Whether the last attempt was rejected: then only one task at a time tries. */
	get isActive(): boolean {
		return this.#inARow > 0;
	}

	/** Learn from an outcome. */
	observe(outcome: Outcome): void {
		if (outcome.status !== 'failed' || outcome.blame === 'task') {
			this.#inARow = 0;
			return;
		}

		const nowMs = performance.now();
		this.#inARow += this.#inARow === 0 || nowMs >= this.#blockedUntilMs ? 1 : 0;
		const forMs = outcome.retryAfterMs ?? Math.min(maxPauseMs, firstPauseMs * (2 ** (this.#inARow - 1)));
		this.#blockedUntilMs = Math.max(this.#blockedUntilMs, nowMs + forMs);
		this.#gate.block(outcome.error, forMs);
		this.#onBlock(outcome.error, forMs);
	}
}
