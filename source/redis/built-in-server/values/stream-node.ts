/*
Redis keeps a stream in nodes of up to a hundred entries or 4096 bytes, and what is trimmed with `~` are whole nodes. So that as much is trimmed here, the bytes are
counted as Redis would write them: a listpack.
*/
import {parseInteger} from '../integers.js';

/** An entry of a stream. */
export type StreamEntry = {
	/** Its milliseconds in the upper 64 bits, its number in the lower ones. */
	readonly id: bigint;

	/** Fields and their texts in turn. */
	readonly fields: readonly string[];
};

const mostBytes = 4096;
const mostEntries = 100;

// Header and end of a listpack; how many entries there are and were deleted; the end of the first fields.
const emptyBytes = 7 + 2 + 2 + 2;
const longestShortBytes = 63;
const longestMiddleBytes = 4095;

/** Some entries of a stream that follow each other. */
export class StreamNode {
	/** The id of the first entry that was written here. */
	readonly firstId: bigint;

	/** The id of the last entry that was written here, deleted or not. */
	lastId: bigint;

	/** Those that were not deleted, in the order of their ids. */
	entries: StreamEntry[] = [];

	#written = 0;
	#bytes: number;
	#names: readonly string[];

	constructor({id, fields}: StreamEntry) {
		this.firstId = id;
		this.lastId = id;
		this.#names = namesOf(fields);
		this.#bytes = emptyBytes + integerBytes(BigInt(this.#names.length)) + textsBytes(this.#names);
	}

	/** Another one with the same entries. */
	copy(): StreamNode {
		const copy = new StreamNode({id: this.firstId, fields: []});
		copy.lastId = this.lastId;
		copy.entries = [...this.entries];
		copy.#written = this.#written;
		copy.#bytes = this.#bytes;
		copy.#names = this.#names;
		return copy;
	}

	/** Whether there is room for one more entry. */
	hasRoom(fields: readonly string[]): boolean {
		let length = 0;
		for (const text of fields) {
			length += text.length;
		}

		return this.#bytes + length < mostBytes && this.#written < mostEntries;
	}

	/** Write an entry behind all others. */
	add(entry: StreamEntry): void {
		const {id, fields} = entry;
		const names = namesOf(fields);
		const isAlike = names.length === this.#names.length && names.every((name, at) => name === this.#names[at]);
		const count = BigInt(names.length);
		this.entries.push(entry);
		this.#written++;
		this.lastId = id;
		this.#bytes += 2 + integerBytes((id >> 64n) - (this.firstId >> 64n)) + integerBytes(BigInt.asUintN(64, id) - BigInt.asUintN(64, this.firstId));
		this.#bytes += isAlike
			? textsBytes(fields.filter((_, at) => at % 2 === 1)) + integerBytes(count + 3n)
			: integerBytes(count) + textsBytes(fields) + integerBytes((2n * count) + 4n);
	}
}

function namesOf(fields: readonly string[]): readonly string[] {
	return fields.filter((_, at) => at % 2 === 0);
}

function textsBytes(texts: readonly string[]): number {
	let bytes = 0;
	for (const text of texts) {
		bytes += textBytes(text);
	}

	return bytes;
}

/** What a text takes in a listpack. One that is a whole number of 64 bits is written as one. */
function textBytes(text: string): number {
	const number = parseInteger(text);
	if (number !== undefined) {
		return integerBytes(BigInt(number));
	}

	const {length} = text;
	const headBytes = length <= longestMiddleBytes ? 2 : 5;
	return withBackLength(length + (length <= longestShortBytes ? 1 : headBytes));
}

/** What a whole number takes in a listpack. */
function integerBytes(number: bigint): number {
	const small = BigInt.asIntN(64, number);
	if (small >= 0n && small < 128n) {
		return 2;
	}

	const sizes = [[13, 2], [16, 3], [24, 4], [32, 5]] as const;
	const [, bytes] = sizes.find(([bits]) => BigInt.asIntN(bits, small) === small) ?? [64, 9];
	return withBackLength(bytes);
}

/** With the length that is written behind, seven bits a byte. */
function withBackLength(bytes: number): number {
	return bytes + 1 + [127, 16_382, 2_097_150, 268_435_454].filter(most => bytes > most).length;
}
