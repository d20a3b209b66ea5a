/** Runs something at most once per interval: at once if the interval has passed, else when it has, once for all requests in between. Never runs twice at the same time. */
export class Throttle {
	#timer: NodeJS.Timeout | undefined;
	#lastMs = Number.NEGATIVE_INFINITY;
	#running: Promise<void> | null = null;
	#isWanted = false;
	#isClosed = false;

	/** @param act Must not reject. */
	constructor(private readonly act: () => Promise<void>, private readonly everyMs: number) {}

	/** Request a run. */
	ask(): void {
		this.#isWanted = true;
		this.#next();
	}

	/** Stop. Resolves when the current run has ended. */
	async close(): Promise<void> {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		await this.#running;
	}

	#next(): void {
		if (this.#isClosed || !this.#isWanted || this.#running !== null || this.#timer !== undefined) {
			return;
		}

		const waitMs = this.#lastMs + this.everyMs - performance.now();
		if (waitMs > 0) {
			this.#timer = setTimeout(() => {
				this.#timer = undefined;
				this.#next();
			}, waitMs);
			return;
		}

		this.#isWanted = false;
		this.#lastMs = performance.now();
		this.#running = this.#run();
	}

	async #run(): Promise<void> {
		await this.act();
		this.#running = null;
		this.#next();
	}
}
