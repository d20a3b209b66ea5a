const maxDurations = 50;
const minDurations = 5;
const slowFactor = 3;
const minSlowMs = 30_000;

/** Learns from the last 50 tasks when a task is slow: after three times the median duration, but at least 30 seconds; never before five tasks are known. */
export class TypicalDuration {
	/** Milliseconds after which a claimed task is slow. */
	slowAfterMs = Number.POSITIVE_INFINITY;
	readonly #durationsMs: number[] = [];

	/** Learn how long a task took from its claim to its result. */
	add(durationMs: number): void {
		this.#durationsMs.push(durationMs);
		if (this.#durationsMs.length > maxDurations) {
			this.#durationsMs.shift();
		}

		if (this.#durationsMs.length >= minDurations) {
			const sorted = this.#durationsMs.toSorted((a, b) => a - b);
			this.slowAfterMs = Math.max(minSlowMs, slowFactor * sorted[Math.floor(sorted.length / 2)]!);
		}
	}
}
