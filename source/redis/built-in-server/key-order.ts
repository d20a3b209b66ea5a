import type {Entry} from './entry.js';

// So many that are gone are kept at least, before they are cleared away.
const leastGone = 1000;

/**
Keys in the order in which they were made, for scans: each has a number, and that is what a cursor is.
*/
export class KeyOrder {
	#entries: Entry[] = [];
	#gone = 0;
	#lastNumber = 0;

	/** The number for a new key. */
	nextNumber(): number {
		return ++this.#lastNumber;
	}

	/** Put a new key at the end. */
	add(entry: Entry): void {
		this.#entries.push(entry);
	}

	/** A key is gone. */
	drop(): void {
		this.#gone++;
		if (this.#gone > leastGone + (this.#entries.length / 2)) {
			this.#entries = this.#entries.filter(({isGone}) => !isGone);
			this.#gone = 0;
		}
	}

	/** All are gone. */
	clear(): void {
		this.#entries = [];
		this.#gone = 0;
	}

	/**
	Part of a scan: the keys from a cursor on, the newest first.

	@param cursor 0 at the beginning.
	@param count How many keys to look at.
	@param each May not change anything.
	@returns Where to go on, 0 at the end.
	*/
	scan(cursor: number, count: number, each: (entry: Entry) => void): number {
		let at = cursor === 0 ? this.#entries.length - 1 : this.#firstFrom(cursor + 1) - 1;
		for (let seen = 0; at >= 0 && seen < count; at--) {
			const entry = this.#entries[at];
			if (entry && !entry.isGone) {
				seen++;
				each(entry);
			}
		}

		return this.#entries[at]?.number ?? 0;
	}

	#firstFrom(number: number): number {
		let low = 0;
		let high = this.#entries.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			if ((this.#entries[middle]?.number ?? 0) < number) {
				low = middle + 1;
			} else {
				high = middle;
			}
		}

		return low;
	}
}
