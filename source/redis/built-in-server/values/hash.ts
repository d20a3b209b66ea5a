// A field costs more than its text.
const fieldBytes = 60;

/** A hash: fields and their texts, in the order in which they were written first. */
export class Hash {
	/** As `TYPE` says it. */
	readonly type = 'hash';

	/** Bytes that it takes, about. */
	bytes = 0;

	#fields = new Map<string, string>();

	/** How many fields it has. */
	get size(): number {
		return this.#fields.size;
	}

	/** The text of a field. */
	get(field: string): string | undefined {
		return this.#fields.get(field);
	}

	/** Write a field. Returns whether it is new. */
	set(field: string, text: string): boolean {
		const before = this.#fields.get(field);
		this.#fields.set(field, text);
		this.bytes += before === undefined ? fieldBytes + field.length + text.length : text.length - before.length;
		return before === undefined;
	}

	/** Take a field away. Returns whether it was there. */
	delete(field: string): boolean {
		const text = this.#fields.get(field);
		if (text === undefined) {
			return false;
		}

		this.bytes -= fieldBytes + field.length + text.length;
		return this.#fields.delete(field);
	}

	/** Fields and texts. */
	entries(): IterableIterator<[string, string]> {
		return this.#fields.entries();
	}
}
