import TinyQueue from 'tinyqueue';
import type {Entry} from './entry.js';

type Deadline = {readonly atMs: number; readonly entry: Entry};

const soonestFirst = (a: Deadline, b: Deadline) => a.atMs - b.atMs;

// So many that do not hold any more are kept at least, before they are cleared away.
const leastOld = 1000;

/**
When keys run out, the soonest first. A key that gets another end leaves its old one behind: claims and heartbeats do that all the time.
*/
export class Deadlines {
	#queue = new TinyQueue<Deadline>([], soonestFirst);

	// The one deadline of each key that holds. Others in the queue are old.
	readonly #valid = new Map<Entry, Deadline>();

	/** How many keys run out. */
	get size(): number {
		return this.#valid.size;
	}

	/** Let a key run out at a time (Unix, milliseconds), or never. */
	set(entry: Entry, atMs: number | undefined): void {
		if (entry.expiresAtMs === atMs) {
			return;
		}

		entry.expiresAtMs = atMs;
		if (atMs === undefined) {
			this.#valid.delete(entry);
			return;
		}

		const deadline = {atMs, entry};
		this.#valid.set(entry, deadline);
		this.#queue.push(deadline);
		if (this.#queue.length > (2 * this.#valid.size) + leastOld) {
			this.#queue = new TinyQueue([...this.#valid.values()], soonestFirst);
		}
	}

	/** The next key that has run out before a time (Unix, milliseconds), if there is one. It counts until `set` is told that it has no end any more. */
	takeDue(nowMs: number): Entry | undefined {
		for (;;) {
			const next = this.#queue.peek();
			const holds = next && this.#valid.get(next.entry) === next;
			if (!next || (holds && next.atMs >= nowMs)) {
				return undefined;
			}

			this.#queue.pop();
			if (holds) {
				return next.entry;
			}
		}
	}

	/** Forget all. */
	clear(): void {
		this.#queue = new TinyQueue<Deadline>([], soonestFirst);
		this.#valid.clear();
	}
}
