const most = 10_000;
const longestId = 512;

/**
The ids of tasks that were heard of and not tried yet, in the order in which they came. What is in hand is not taken in again.
*/
export class TaskQueue {
	/** More was heard than is kept: to be looked for when the rest is done. */
	isBehind = false;
	readonly #waiting = new Set<string>();
	readonly #isInHand: (taskId: string) => boolean;

	constructor(isInHand: (taskId: string) => boolean) {
		this.#isInHand = isInHand;
	}

	/** How many wait. */
	get size(): number {
		return this.#waiting.size;
	}

	/** Take one in. Longer than 512 characters is no id. */
	add(taskId: string): void {
		if (taskId === '' || taskId.length > longestId || this.#isInHand(taskId)) {
			return;
		}

		if (this.#waiting.size < most) {
			this.#waiting.add(taskId);
		} else {
			this.isBehind ||= !this.#waiting.has(taskId);
		}
	}

	/** Put back what was taken out, before all others. */
	putBack(taskIds: readonly string[]): void {
		const others = this.take(this.#waiting.size);
		for (const id of [...taskIds, ...others]) {
			this.#waiting.add(id);
		}
	}

	/** Take the first ones out. */
	take(count: number): readonly string[] {
		const taken: string[] = [];
		for (const id of this.#waiting) {
			if (taken.length >= count) {
				break;
			}

			this.#waiting.delete(id);
			taken.push(id);
		}

		return taken;
	}

	/** Forget them all. */
	clear(): void {
		this.#waiting.clear();
		this.isBehind = false;
	}
}
