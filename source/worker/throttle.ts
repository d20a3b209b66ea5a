/**
Do something at most so often: at once when it was not done for a while, else when the time is up, once for all that asked meanwhile. It is never done twice at a time.
*/
export class Throttle {
	readonly #act: () => Promise<void>;
	readonly #everyMs: number;
	#timer: NodeJS.Timeout | undefined;
	#lastMs = Number.NEGATIVE_INFINITY;
	#running: Promise<void> | null = null;
	#isWanted = false;
	#isClosed = false;

	/** @param act Must not reject. */
	constructor(act: () => Promise<void>, everyMs: number) {
		this.#act = act;
		this.#everyMs = everyMs;
	}

	/** Ask for it. */
	ask(): void {
		this.#isWanted = true;
		this.#next();
	}

	/** Do no more. Resolves when what runs has ended. */
	async close(): Promise<void> {
		this.#isClosed = true;
		clearTimeout(this.#timer);
		await this.#running;
	}

	#next(): void {
		if (this.#isClosed || !this.#isWanted || this.#running !== null || this.#timer !== undefined) {
			return;
		}

		const waitMs = this.#lastMs + this.#everyMs - performance.now();
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
		await this.#act();
		this.#running = null;
		this.#next();
	}
}
