import {Names} from './names.js';

const memberBytes = 150;

// Redis keeps small sorted sets in another way than others, which knows no -0.
const mostSmallMembers = 128;
const longestSmallMember = 64;

/** A member of a sorted set, with its score. */
export type Scored = {readonly member: string; readonly score: number};

/** A sorted set: members and their scores, in the order of scores, then of bytes. */
export class SortedSet {
	/** A new sorted set with these members. */
	static of(items: readonly Scored[]): SortedSet {
		const set = new SortedSet();
		set.#isSmall = items.length <= mostSmallMembers && items.every(({member}) => member.length <= longestSmallMember);
		for (const {member, score} of items) {
			set.set(member, score);
		}

		return set;
	}

	/** Bytes that it takes, about. */
	bytes = 0;

	readonly #names = new Names();
	readonly #byMember = new Map<string, Scored>();
	readonly #sorted: Scored[] = [];
	#isSmall = true;

	/** As `TYPE` says it. */
	get type() {
		return 'zset' as const;
	}

	/** How many members it has. */
	get size(): number {
		return this.#sorted.length;
	}

	/** As `OBJECT ENCODING` says it. One that was big stays so. */
	get encoding(): 'listpack' | 'skiplist' {
		return this.#isSmall ? 'listpack' : 'skiplist';
	}

	/** The score of a member. */
	score(member: string): number | undefined {
		return this.#byMember.get(member)?.score;
	}

	/** How many members come before this one. */
	rank(member: string): number | undefined {
		const item = this.#byMember.get(member);
		return item && this.#placeOf(item);
	}

	/** Add a member, or give it another score. */
	set(member: string, score: number): void {
		const before = this.#byMember.get(member);
		if (before) {
			this.#sorted.splice(this.#placeOf(before), 1);
		} else {
			this.bytes += memberBytes + member.length;
			this.#isSmall &&= this.size < mostSmallMembers && member.length <= longestSmallMember;
		}

		const item = {member, score: this.#isSmall ? score + 0 : score};
		this.#byMember.set(member, item);
		this.#names.add(member);
		const last = this.#sorted.at(-1);
		if (last === undefined || compareScored(last, item) < 0) {
			this.#sorted.push(item);
		} else {
			this.#sorted.splice(this.#placeOf(item), 0, item);
		}
	}

	/** Take a member away. Returns whether it was there. */
	delete(member: string): boolean {
		const item = this.#byMember.get(member);
		if (item) {
			const place = this.#placeOf(item);
			this.take(place, place + 1);
		}

		return item !== undefined;
	}

	/** Take away the members from a place on, up to another, and return them. */
	take(start: number, end: number): readonly Scored[] {
		const taken = this.#sorted.splice(start, end - start);
		for (const {member} of taken) {
			this.#byMember.delete(member);
			this.#names.delete(member);
			this.bytes -= memberBytes + member.length;
		}

		return taken;
	}

	/** Its members, to scan. */
	get names(): Pick<Names, 'scan'> {
		return this.#names;
	}

	/** Another one with the same members. */
	copy(): SortedSet {
		const copy = new SortedSet();
		copy.#isSmall = this.#isSmall;
		for (const {member, score} of this.#sorted) {
			copy.set(member, score);
		}

		return copy;
	}

	/** All members in their order. */
	all(): readonly Scored[] {
		return this.#sorted;
	}

	/**
	The place of the first member for which something holds.

	@param holds What holds for all that follow, once it holds for one.
	@returns The size where it holds for none.
	*/
	firstPlace(holds: (item: Scored) => boolean): number {
		let low = 0;
		let high = this.#sorted.length;
		while (low < high) {
			const middle = (low + high) >>> 1;
			const item = this.#sorted[middle];
			if (item && holds(item)) {
				high = middle;
			} else {
				low = middle + 1;
			}
		}

		return low;
	}

	#placeOf(item: Scored): number {
		return this.firstPlace(other => compareScored(other, item) >= 0);
	}
}

/** Which of two members comes first, as `toSorted` wants it. */
export function compareScored(a: Scored, b: Scored): number {
	if (a.score !== b.score) {
		return a.score < b.score ? -1 : 1;
	}

	return a.member === b.member ? 0 : (a.member < b.member ? -1 : 1);
}
