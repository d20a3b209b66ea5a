// A field costs more than its text.
const fieldBytes = 60;

// Redis keeps small hashes in another way than others, and `OBJECT ENCODING` tells which.
const mostSmallFields = 512;
const longestSmallText = 64;

/** A hash: fields and their texts, in the order in which they were written first. */
export class Hash {
	/** Bytes that it takes, about. */
	bytes = 0;

	readonly #fields = new Map<string, string>();
	#isSmall = true;

	/** As `TYPE` says it. */
	get type() {
		return 'hash' as const;
	}

	/** How many fields it has. */
	get size(): number {
		return this.#fields.size;
	}

	/** As `OBJECT ENCODING` says it. One that was big stays so. */
	get encoding(): 'listpack' | 'hashtable' {
		return this.#isSmall ? 'listpack' : 'hashtable';
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
		this.#isSmall &&= this.size <= mostSmallFields && field.length <= longestSmallText && text.length <= longestSmallText;
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
