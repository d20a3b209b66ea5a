import {placeholders} from '../text/placeholders.js';

/** Small numbers for names, so that a million records can name a worker in two bytes each. Names beyond the limit share the last number, called `(others)`. */
export class InternedNames {
	readonly #numbers = new Map<string, number>();
	readonly #names: string[] = [];
	readonly #limit: number;

	/** @param limit How many numbers there are, including the one for `(others)`. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** The number of a name. */
	numberOf(name: string): number {
		const known = this.#numbers.get(name);
		if (known !== undefined) {
			return known;
		}

		if (this.#names.length >= this.#limit - 1) {
			return this.#limit - 1;
		}

		this.#numbers.set(name, this.#names.length);
		this.#names.push(name);
		return this.#names.length - 1;
	}

	/** The name with a number. */
	nameOf(number: number): string {
		return this.#names[number] ?? placeholders.otherNames;
	}
}
