// So few stay in their order when one of them goes; behind one of many the last takes its place.
const mostOrdered = 512;

/** Names in a row, each once. Any can be found, added, taken away and chosen by its place at once, however many there are. */
export class Names {
	readonly #names: string[] = [];
	readonly #places = new Map<string, number>();

	/** How many there are. */
	get size(): number {
		return this.#names.length;
	}

	/** All of them. Good until the next change. */
	get all(): readonly string[] {
		return this.#names;
	}

	/** Whether this one is there. */
	has(name: string): boolean {
		return this.#places.has(name);
	}

	/** Add one. Returns whether it is new. */
	add(name: string): boolean {
		if (this.#places.has(name)) {
			return false;
		}

		this.#places.set(name, this.#names.push(name) - 1);
		return true;
	}

	/** Take one away. Returns whether it was there. */
	delete(name: string): boolean {
		const place = this.#places.get(name);
		if (place === undefined) {
			return false;
		}

		this.#places.delete(name);
		const last = this.#names.pop();
		if (last === undefined || last === name) {
			return true;
		}

		if (this.#names.length > mostOrdered) {
			this.#put(place, last);
			return true;
		}

		this.#names.push(last);
		this.#names.splice(place, 1);
		for (let at = place; at < this.#names.length; at++) {
			this.#put(at, this.#names[at] ?? '');
		}

		return true;
	}

	/**
	Part of a scan, from the last to the first: what takes the place of another comes from behind, where the scan has been. A few come all at once.

	@param cursor How many are left to look at; 0 at the beginning.
	@param count How many to look at.
	@returns Names, and where to go on, 0 at the end.
	*/
	scan(cursor: number, count: number): {readonly names: readonly string[]; readonly next: number} {
		if (this.size <= mostOrdered) {
			return {names: this.#names, next: 0};
		}

		const end = cursor === 0 ? this.size : Math.min(cursor, this.size);
		const next = Math.max(0, end - count);
		return {names: this.#names.slice(next, end), next};
	}

	#put(place: number, name: string): void {
		this.#names[place] = name;
		this.#places.set(name, place);
	}
}
