import TinyQueue from 'tinyqueue';
import type {Entry} from './entry.js';

type Deadline = {readonly atMs: number; readonly entry: Entry};

const soonestFirst = (a: Deadline, b: Deadline) => a.atMs - b.atMs;
const isValid = ({atMs, entry: {isGone, expiresAtMs}}: Deadline) => !isGone && expiresAtMs === atMs;

// So many that do not hold any more are kept at least, before they are cleared away.
const leastOld = 1000;

/**
When keys run out, the soonest first. A key that gets another end leaves its old one behind: claims and heartbeats do that all the time.
*/
export class Deadlines {
	#queue = new TinyQueue<Deadline>([], soonestFirst);
	#size = 0;

	/** How many keys run out. */
	get size(): number {
		return this.#size;
	}

	/** Let a key run out at a time (Unix, milliseconds), or never. */
	set(entry: Entry, atMs: number | undefined): void {
		if (entry.expiresAtMs === atMs) {
			return;
		}

		this.#size += Number(atMs !== undefined) - Number(entry.expiresAtMs !== undefined);
		entry.expiresAtMs = atMs;
		if (atMs !== undefined) {
			this.#queue.push({atMs, entry});
			if (this.#queue.length > (2 * this.#size) + leastOld) {
				this.#queue = new TinyQueue(this.#queue.data.filter(each => isValid(each)), soonestFirst);
			}
		}
	}

	/** The next key that has run out before a time (Unix, milliseconds), if there is one. It is no longer kept here. */
	takeDue(nowMs: number): Entry | undefined {
		for (;;) {
			const next = this.#queue.peek();
			if (!next || (isValid(next) && next.atMs >= nowMs)) {
				return undefined;
			}

			this.#queue.pop();
			if (isValid(next)) {
				return next.entry;
			}
		}
	}

	/** Forget all. */
	clear(): void {
		this.#queue = new TinyQueue<Deadline>([], soonestFirst);
		this.#size = 0;
	}
}
