const memberBytes = 50;

/** A set. */
export class Members {
	/** As `TYPE` says it. */
	readonly type = 'set';

	/** Bytes that it takes, about. */
	bytes = 0;

	#members = new Set<string>();

	/** How many members it has. */
	get size(): number {
		return this.#members.size;
	}

	/** Whether it has this member. */
	has(member: string): boolean {
		return this.#members.has(member);
	}

	/** Add a member. Returns whether it is new. */
	add(member: string): boolean {
		if (this.#members.has(member)) {
			return false;
		}

		this.#members.add(member);
		this.bytes += memberBytes + member.length;
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

	/** All members. */
	members(): IterableIterator<string> {
		return this.#members.values();
	}
}
