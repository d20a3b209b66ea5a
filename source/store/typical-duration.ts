const remembered = 50;
const fewest = 5;
const factor = 3;
const leastMs = 30_000;

/**
Learns from the last 50 tasks how long one usually takes, and so when one is slow: three times the median, but at least 30 seconds; never before five tasks were seen.
*/
export class TypicalDuration {
	/** Milliseconds after which a claimed task is slow. */
	slowAfterMs = Number.POSITIVE_INFINITY;
	readonly #durationsMs: number[] = [];

	/** A task took this long from its claim to its result. */
	add(durationMs: number): void {
		this.#durationsMs.push(durationMs);
		if (this.#durationsMs.length > remembered) {
			this.#durationsMs.shift();
		}

		if (this.#durationsMs.length >= fewest) {
			const sorted = this.#durationsMs.toSorted((a, b) => a - b);
			this.slowAfterMs = Math.max(leastMs, factor * sorted[Math.floor(sorted.length / 2)]!);
		}
	}
}
