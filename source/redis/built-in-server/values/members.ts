import {parseInteger} from '../integers.js';
import {Names} from './names.js';

const memberBytes = 70;

// Redis keeps a set of so many whole numbers in their order.
const mostSortedMembers = 512;

/** A set. */
export class Members {
	/** A new set with these members. */
	static of(members: Iterable<string>): Members {
		const set = new Members();
		for (const member of members) {
			set.add(member);
		}

		return set;
	}

	/** Bytes that it takes, about. */
	bytes = 0;

	readonly #members = new Names();
	#isSorted = true;

	/** As `TYPE` says it. */
	get type() {
		return 'set' as const;
	}

	/** How many members it has. */
	get size(): number {
		return this.#members.size;
	}

	/** As `OBJECT ENCODING` says it. One that was ever more than a few whole numbers stays a table. */
	get encoding(): 'intset' | 'hashtable' {
		return this.#isSorted ? 'intset' : 'hashtable';
	}

	/** Whether it has this member. */
	has(member: string): boolean {
		return this.#members.has(member);
	}

	/** Add a member. Returns whether it is new. */
	add(member: string): boolean {
		if (!this.#members.add(member)) {
			return false;
		}

		this.bytes += memberBytes + member.length;
		this.#isSorted &&= this.size <= mostSortedMembers && parseInteger(member) !== undefined;
		return true;
	}

	/** Take a member away. Returns whether it was there. */
	delete(member: string): boolean {
		if (!this.#members.delete(member)) {
			return false;
		}

		this.bytes -= memberBytes + member.length;
		return true;
	}

	/** Another one with the same members. */
	copy(): Members {
		const copy = Members.of(this.#members.all);
		copy.#isSorted = this.#isSorted;
		return copy;
	}

	/** All members: a few whole numbers in their order. Good until the next change. */
	members(): readonly string[] {
		return this.#isSorted ? this.#members.all.toSorted(compareIntegers) : this.#members.all;
	}

	/** Its members, to scan. */
	get names(): Pick<Names, 'scan'> {
		return this.#members;
	}
}

function compareIntegers(a: string, b: string): number {
	return Number(a) - Number(b) || Number(BigInt(a) - BigInt(b));
}
