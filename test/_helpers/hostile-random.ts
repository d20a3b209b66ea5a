import {Buffer} from 'node:buffer';

/**
Chance that can be had again: the same seed gives the same row of numbers.
*/
export class Random {
	#state: number;

	/** @param seed A whole number from 0 to 4,294,967,295. */
	constructor(seed: number) {
		this.#state = seed >>> 0;
	}

	/** A number from 0 up to, not with, 1 (mulberry32). */
	next(): number {
		this.#state = (this.#state + 0x6D_2B_79_F5) >>> 0;
		let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	}

	/** A whole number from 0 up to, not with, `below`. */
	int(below: number): number {
		return Math.floor(this.next() * below);
	}

	/** `true` with this probability. */
	chance(probability: number): boolean {
		return this.next() < probability;
	}

	/** One of a list that is not empty. */
	pick<Item>(list: readonly [Item, ...Item[]] | readonly Item[]): Item {
		return list[this.int(list.length)]!;
	}

	/** Bytes of any value. */
	bytes(length: number): Buffer {
		return Buffer.from(Array.from({length}, () => this.int(256)));
	}

	/** `count` times what `make` makes. */
	times<Item>(count: number, make: () => Item): Item[] {
		return Array.from({length: count}, make);
	}
}
