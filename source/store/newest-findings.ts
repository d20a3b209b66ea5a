import type {Finding} from '../protocol/finding.js';

type Kept = {
	readonly finding: Finding;
	/** What it is sorted by: its arrival if it arrived before our eyes, else the time it states. */
	readonly orderMs: number;
};

/**
The newest findings, kept whole, newest first. Bounded.

Arrivals are collected and merged when the list is read, so that 10,000 a second cost no sorting each.
*/
export class NewestFindings {
	#kept: readonly Kept[] = [];
	/** Of those kept, and of those that arrived since. */
	#ids = new Set<string>();
	#arrived: Kept[] = [];
	#items: readonly Finding[] = [];
	readonly #limit: number;

	/** @param limit How many are kept. */
	constructor(limit: number) {
		this.#limit = limit;
	}

	/** A finding was seen. One that is already here is replaced and keeps its place. */
	add(finding: Finding, orderMs: number): void {
		// Most of a million findings that a scan brings are too old: to hold them even for a moment would fill the memory with them.
		if (orderMs <= this.#oldestMs && !this.#ids.has(finding.id)) {
			return;
		}

		this.#ids.add(finding.id);
		this.#arrived.push({finding, orderMs});
		if (this.#arrived.length >= this.#limit * 4) {
			this.#merge();
		}
	}

	/** Take findings out for which `gone` is true. */
	remove(gone: (id: string) => boolean): void {
		this.#merge();
		const kept = this.#kept.filter(({finding}) => !gone(finding.id));
		if (kept.length !== this.#kept.length) {
			this.#set(kept);
		}
	}

	/** Newest first. The same list as long as nothing changed. */
	get items(): readonly Finding[] {
		this.#merge();
		return this.#items;
	}

	/** A finding that is no newer than this does not get in. */
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
