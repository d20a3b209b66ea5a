import {placeholders} from '../text/placeholders.js';

/** Small numbers for names, so that a million records can name a worker in two bytes each. `null` is 0. Names that find no number share the last one, called `(others)`. */
export class InternedNames {
	readonly #numbers = new Map<string | null, number>([[null, 0]]);
	readonly #names: Array<string | null> = [null];

	/** @param last The last number. */
	constructor(private readonly last: number) {}

	/** The number of a name. */
	numberOf(name: string | null): number {
		const number = this.#numbers.get(name) ?? Math.min(this.#names.length, this.last);
		if (number === this.#names.length && number < this.last) {
			this.#numbers.set(name, number);
			this.#names.push(name);
		}

		return number;
	}

	/** The name with a number. */
	nameOf(number: number): string | null {
		return number < this.#names.length ? this.#names[number]! : placeholders.otherNames;
	}
}
