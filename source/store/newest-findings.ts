import type {Finding} from '../protocol/finding.js';

type Kept = {
	readonly finding: Finding;
	/** When it arrived, if we saw that; else the time it states. */
	readonly orderMs: number;
};

/** The newest findings, in full, newest first. New ones are merged when the list is read, so that 10,000 a second are not sorted one by one. */
export class NewestFindings {
	#kept: readonly Kept[] = [];
	/** Of those kept, and of those that have arrived since. */
	#ids = new Set<string>();
	#arrived: Kept[] = [];
	#items: readonly Finding[] = [];
	readonly #limit: number;

	/** @param limit How many to keep. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** Add a finding. One that is already here is replaced, and keeps its place. */
	add(finding: Finding, orderMs: number): void {
		// Most findings of a scan are too old. Holding a million of them even for a moment would fill the memory.
		if (orderMs <= this.#oldestMs && !this.#ids.has(finding.id)) {
			return;
		}

		this.#ids.add(finding.id);
		this.#arrived.push({finding, orderMs});
		if (this.#arrived.length >= this.#limit * 4) {
			this.#merge();
		}
	}

	/** Remove the findings for which `gone` is true. */
	remove(gone: (id: string) => boolean): void {
		this.#merge();
		const kept = this.#kept.filter(({finding}) => !gone(finding.id));
		if (kept.length !== this.#kept.length) {
			this.#set(kept);
		}
	}

	/** Newest first: the same list as before if nothing changed. */
	get items(): readonly Finding[] {
		this.#merge();
		return this.#items;
	}

	/** Findings must be newer than this to get in. */
	get #oldestMs(): number {
		return this.#kept.length < this.#limit ? Number.NEGATIVE_INFINITY : this.#kept.at(-1)?.orderMs ?? Number.NEGATIVE_INFINITY;
	}

	#merge(): void {
		if (this.#arrived.length === 0) {
			return;
		}

		const newest = new Map<string, Kept>();
		for (const kept of this.#kept) {
			newest.set(kept.finding.id, kept);
		}

		for (const {finding, orderMs} of this.#arrived) {
			newest.set(finding.id, {finding, orderMs: newest.get(finding.id)?.orderMs ?? orderMs});
		}

		this.#arrived = [];
		this.#set([...newest.values()].toSorted((a, b) => b.orderMs - a.orderMs).slice(0, this.#limit));
	}

	#set(kept: readonly Kept[]): void {
		this.#kept = kept;
		this.#ids = new Set(kept.map(({finding}) => finding.id));
		this.#items = kept.map(({finding}) => finding);
	}
}
