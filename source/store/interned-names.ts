/**
Gives names small numbers, so that a million records can name a worker in two bytes. Bounded: names beyond the limit share the last number, called `(others)`.
*/
export class InternedNames {
	readonly #numbers = new Map<string, number>();
	readonly #names: string[] = [];
	readonly #limit: number;

	/**
	@param limit How many numbers there are, the one for the others included.
	*/
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** The number of a name; a new one on first sight. */
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

	/** The name with a number that `numberOf` gave. */
	nameOf(number: number): string {
		return this.#names[number] ?? '(others)';
	}
}
