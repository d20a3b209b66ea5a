import {Names} from './names.js';

// A field costs more than its text.
const fieldBytes = 100;

// Redis keeps small hashes in another way than others, and `OBJECT ENCODING` tells which.
const mostSmallFields = 512;
const longestSmallText = 64;

/** A hash: fields and their texts; a few are in the order in which they were written first. */
export class Hash {
	/** Bytes that it takes, about. */
	bytes = 0;

	readonly #names = new Names();
	readonly #texts = new Map<string, string>();
	#isSmall = true;

	/** As `TYPE` says it. */
	get type() {
		return 'hash' as const;
	}

	/** How many fields it has. */
	get size(): number {
		return this.#names.size;
	}

	/** As `OBJECT ENCODING` says it. One that was big stays so. */
	get encoding(): 'listpack' | 'hashtable' {
		return this.#isSmall ? 'listpack' : 'hashtable';
	}

	/** The text of a field. */
	get(field: string): string | undefined {
		return this.#texts.get(field);
	}

	/** Write a field. Returns whether it is new. */
	set(field: string, text: string): boolean {
		const before = this.#texts.get(field);
		this.#texts.set(field, text);
		this.#names.add(field);
		this.bytes += before === undefined ? fieldBytes + field.length + text.length : text.length - before.length;
		this.#isSmall &&= this.size <= mostSmallFields && field.length <= longestSmallText && text.length <= longestSmallText;
		return before === undefined;
	}

	/** Take a field away. Returns whether it was there. */
	delete(field: string): boolean {
		const text = this.#texts.get(field);
		if (text === undefined) {
			return false;
		}

		this.bytes -= fieldBytes + field.length + text.length;
		this.#texts.delete(field);
		return this.#names.delete(field);
	}

	/** Its fields, to read. */
	get names(): Pick<Names, 'all' | 'scan'> {
		return this.#names;
	}

	/** Another one with the same fields and texts. */
	copy(): Hash {
		const copy = new Hash();
		for (const [field, text] of this.entries()) {
			copy.set(field, text);
		}

		copy.#isSmall = this.#isSmall;
		return copy;
	}

	/** Fields and texts. */
	entries(): ReadonlyArray<readonly [field: string, text: string]> {
		return this.#names.all.map(field => [field, this.get(field) ?? '']);
	}
}
