const initialSlots = 1 << 12;
const maxLoad = 0.6;

/** A 64-bit fingerprint of a text in two halves: two FNV-like hashes, mixed as in MurmurHash3. Among a million ids, the chance that any two share one is about 1 in 37 million. */
export function fingerprint(text: string): {readonly low: number; readonly high: number} {
	let low = 0x81_1C_9D_C5;
	let high = 0x9E_37_79_B9;
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		low = Math.imul(low ^ code, 0x01_00_01_93);
		high = Math.imul(high ^ code, 0x5B_D1_E9_95);
		high ^= high >>> 15;
	}

	return {low: avalanche(low ^ text.length), high: avalanche(high)};
}

function avalanche(hash: number): number {
	let mixed = Math.imul(hash ^ (hash >>> 16), 0x85_EB_CA_6B);
	mixed = Math.imul(mixed ^ (mixed >>> 13), 0xC2_B2_AE_35);
	return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Finds records by fingerprint: a hash table with open addressing and linear probing, 4 bytes a slot. It keeps the numbers of the records; the records keep the fingerprints. */
export class FingerprintIndex {
	#slots = new Uint32Array(initialSlots);
	#used = 0;

	/** @param matches Whether a record has this fingerprint. @param lowOf The low half of a record's fingerprint. */
	constructor(private readonly matches: (record: number, low: number, high: number) => boolean, private readonly lowOf: (record: number) => number) {}

	/** The number of the record with this fingerprint, or -1. */
	lookUp(low: number, high: number): number {
		const mask = this.#slots.length - 1;
		for (let slot = low & mask; ; slot = (slot + 1) & mask) {
			const stored = this.#slots[slot]!;
			if (stored === 0) {
				return -1;
			}

			if (this.matches(stored - 1, low, high)) {
				return stored - 1;
			}
		}
	}

	/** Add a record that `lookUp` does not find. */
	insert(low: number, record: number): void {
		if (this.#used + 1 > this.#slots.length * maxLoad) {
			this.#grow();
		}

		this.#place(low, record);
		this.#used++;
	}

	#place(low: number, record: number): void {
		const mask = this.#slots.length - 1;
		let slot = low & mask;
		while (this.#slots[slot] !== 0) {
			slot = (slot + 1) & mask;
		}

		this.#slots[slot] = record + 1;
	}

	#grow(): void {
		const before = this.#slots;
		this.#slots = new Uint32Array(before.length * 2);
		for (const stored of before) {
			if (stored !== 0) {
				this.#place(this.lowOf(stored - 1), stored - 1);
			}
		}
	}
}
