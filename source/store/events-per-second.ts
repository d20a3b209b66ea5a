/** How many events happened in each of the last seconds. */
export class EventsPerSecond {
	readonly #counts: number[];
	#newestSecond = 0;

	/** @param seconds How many seconds to keep. */
	constructor(seconds: number) {
		this.#counts = Array.from({length: seconds}, () => 0);
	}

	/** `count` events happened. */
	add(count: number, nowMs: number): void {
		this.#moveTo(nowMs);
		this.#counts.push((this.#counts.pop() ?? 0) + count);
	}

	/** Events in each second, oldest first; the last second is not over yet. */
	perSecond(nowMs: number): readonly number[] {
		this.#moveTo(nowMs);
		return [...this.#counts];
	}

	#moveTo(nowMs: number): void {
		const second = Math.floor(nowMs / 1000);
		const passed = Math.min(Math.max(0, second - this.#newestSecond), this.#counts.length);
		this.#counts.splice(0, passed);
		this.#counts.push(...Array.from({length: passed}, () => 0));
		this.#newestSecond = Math.max(this.#newestSecond, second);
	}
}
