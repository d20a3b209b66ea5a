const itemBytes = 40;

/** An end of a list. */
export type ListEnd = 'left' | 'right';

/** A list. It is fast at both of its ends. */
export class List {
	/** Bytes that it takes, about. */
	bytes = 0;

	// An array is slow at its beginning only. So there are two that grow away from each other: `#left` backwards, then `#right`.
	#left: string[] = [];
	#right: string[] = [];

	/** As `TYPE` says it. */
	get type() {
		return 'list' as const;
	}

	/** As `OBJECT ENCODING` says it. */
	get encoding() {
		return 'quicklist' as const;
	}

	/** How many items it has. */
	get size(): number {
		return this.#left.length + this.#right.length;
	}

	/** Add an item. */
	push(item: string, end: ListEnd): void {
		(end === 'left' ? this.#left : this.#right).push(item);
		this.bytes += itemBytes + item.length;
	}

	/** Take an item away. */
	pop(end: ListEnd): string | undefined {
		if (end === 'left' && this.#left.length === 0) {
			this.#left = this.#right.splice(0, Math.ceil(this.#right.length / 2)).toReversed();
		} else if (end === 'right' && this.#right.length === 0) {
			this.#right = this.#left.splice(0, Math.ceil(this.#left.length / 2)).toReversed();
		}

		const item = (end === 'left' ? this.#left : this.#right).pop();
		this.bytes -= item === undefined ? 0 : itemBytes + item.length;
		return item;
	}

	/** The item at a place, from 0. */
	at(index: number): string | undefined {
		const {length} = this.#left;
		return index < length ? this.#left[length - 1 - index] : this.#right[index - length];
	}

	/** Put another item in a place where there is one. */
	replace(index: number, item: string): void {
		this.bytes += item.length - (this.at(index)?.length ?? 0);
		const {length} = this.#left;
		if (index < length) {
			this.#left[length - 1 - index] = item;
		} else {
			this.#right[index - length] = item;
		}
	}

	/**
	The items from a place on, up to another.

	@param end The first that is not wanted. Not beyond the end of the list.
	*/
	range(start = 0, end = this.size): readonly string[] {
		const {length} = this.#left;
		const left = start < length ? this.#left.slice(Math.max(0, length - end), length - start).toReversed() : [];
		const right = end > length ? this.#right.slice(Math.max(0, start - length), end - length) : [];
		return left.length === 0 ? right : [...left, ...right];
	}

	/**
	Take away what is before a place, and what is behind another.

	@param end The first that goes. Not beyond the end of the list.
	*/
	trim(start: number, end: number): void {
		const excess = this.size - end + start;
		if (excess > this.size / 2) {
			this.assign(this.range(start, end));
			return;
		}

		for (let left = this.size - end; left > 0; left--) {
			this.pop('right');
		}

		for (let left = start; left > 0; left--) {
			this.pop('left');
		}
	}

	/** Another one with the same items. */
	copy(): List {
		const copy = new List();
		copy.assign(this.range());
		return copy;
	}

	/** Let it hold these items, and no others. */
	assign(items: readonly string[]): void {
		this.#left = [];
		this.#right = [...items];
		this.bytes = 0;
		for (const item of items) {
			this.bytes += itemBytes + item.length;
		}
	}
}
