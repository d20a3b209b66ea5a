import type {Finding} from '../protocol/finding.js';

type Kept = {
	readonly finding: Finding;
	/** When it arrived, if we saw that; else the time it states. */
	readonly orderMs: number;
};

/** The newest findings, in full, newest first. New ones are merged when the list is read, so that 10,000 a second are not sorted one by one. */
export class NewestFindings {
	/** By id, newest first. */
	#kept: ReadonlyMap<string, Kept> = new Map();
	#arrived = new Map<string, Kept>();
	#items: readonly Finding[] = [];
	/** Findings must be newer than this to get in. */
	#oldestMs = Number.NEGATIVE_INFINITY;

	/** @param limit How many to keep. */
	constructor(private readonly limit: number) {}

	/** Add a finding. One that is already here is replaced, and keeps its place. */
	add(finding: Finding, orderMs: number): void {
		const known = this.#arrived.get(finding.id) ?? this.#kept.get(finding.id);
		// Most findings of a scan are too old. Holding a million of them even for a moment would fill the memory.
		if (known !== undefined || orderMs > this.#oldestMs) {
			this.#arrived.set(finding.id, {finding, orderMs: known?.orderMs ?? orderMs});
		}

		if (this.#arrived.size >= this.limit * 4) {
			this.#merge();
		}
	}

	/** Remove the findings for which `gone` is true. */
	remove(gone: (id: string) => boolean): void {
		this.#merge();
		const kept = [...this.#kept.values()].filter(({finding}) => !gone(finding.id));
		if (kept.length !== this.#kept.size) {
			this.#set(kept);
		}
	}

	/** Newest first: the same list as before if nothing changed. */
	get items(): readonly Finding[] {
		this.#merge();
		return this.#items;
	}

	#merge(): void {
		if (this.#arrived.size > 0) {
			const all = new Map([...this.#kept, ...this.#arrived]);
			this.#arrived = new Map();
			this.#set([...all.values()].toSorted((a, b) => b.orderMs - a.orderMs).slice(0, this.limit));
		}
	}

	#set(kept: readonly Kept[]): void {
		this.#kept = new Map(kept.map(item => [item.finding.id, item]));
		this.#items = kept.map(({finding}) => finding);
		this.#oldestMs = kept[this.limit - 1]?.orderMs ?? Number.NEGATIVE_INFINITY;
	}
}
