const maxQueued = 10_000;
const maxIdLength = 512;

/** The ids of announced tasks that were not tried yet, first in, first out. Active tasks are not queued again. */
export class TaskQueue {
	/** More tasks were announced than the queue holds: look for them when it is empty. */
	isBehind = false;
	readonly #waiting = new Set<string>();

	constructor(private readonly isActive: (taskId: string) => boolean) {}

	/** How many are queued. */
	get size(): number {
		return this.#waiting.size;
	}

	/** Add an id. Ids longer than 512 characters are ignored. */
	add(taskId: string): void {
		if (taskId === '' || taskId.length > maxIdLength || this.isActive(taskId)) {
			return;
		}

		if (this.#waiting.size < maxQueued) {
			this.#waiting.add(taskId);
		} else {
			this.isBehind ||= !this.#waiting.has(taskId);
		}
	}

	/** Put ids back at the front. */
	putBack(taskIds: readonly string[]): void {
		const others = this.take(this.#waiting.size);
		for (const id of [...taskIds, ...others]) {
			this.#waiting.add(id);
		}
	}

	/** Remove and return the first ones. */
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

	/** Remove all. */
	clear(): void {
		this.#waiting.clear();
		this.isBehind = false;
	}
}
