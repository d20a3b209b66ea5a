import {StreamNode, type StreamEntry} from './stream-node.js';

const entryBytes = 120;
const textBytes = 24;

/** What is to be taken away at the beginning of a stream: all but so many entries, or all before an id. */
export type Trim = {
	readonly rule: {readonly kind: 'length'; readonly length: number} | {readonly kind: 'id'; readonly id: bigint};

	/** Take away whole nodes only: less than the rule says, but fast in Redis. */
	readonly isApproximate: boolean;

	/** The most entries to take away; 0: any number. */
	readonly limit: number;
};

/** A stream: entries by their id. */
export class Stream {
	/** Bytes that it takes, about. */
	bytes = 0;

	/** How many entries it has. */
	size = 0;

	/** The greatest id so far. A new one must be greater. */
	lastId = 0n;

	/** The greatest id of what was deleted, trimming aside. */
	deletedId = 0n;

	/** How many entries there have ever been. */
	added = 0n;

	readonly #nodes: StreamNode[] = [];

	/** As `TYPE` says it. */
	get type() {
		return 'stream' as const;
	}

	/** As `OBJECT ENCODING` says it. */
	get encoding() {
		return 'stream' as const;
	}

	/** As Redis would have them. */
	get nodes(): readonly StreamNode[] {
		return this.#nodes;
	}

	/** The first entry. */
	get first(): StreamEntry | undefined {
		return this.#nodes.find(({entries}) => entries.length > 0)?.entries[0];
	}

	/** The last entry. */
	get last(): StreamEntry | undefined {
		return this.#nodes.findLast(({entries}) => entries.length > 0)?.entries.at(-1);
	}

	/** Another one with the same entries, in the same nodes. */
	copy(): Stream {
		const copy = new Stream();
		copy.#nodes.push(...this.#nodes.map(node => node.copy()));
		copy.bytes = this.bytes;
		copy.size = this.size;
		copy.lastId = this.lastId;
		copy.deletedId = this.deletedId;
		copy.added = this.added;
		return copy;
	}

	/** Add an entry, whose id is greater than all before. */
	add(entry: StreamEntry): void {
		let node = this.#nodes.at(-1);
		if (!node?.hasRoom(entry.fields)) {
			node = new StreamNode(entry);
			this.#nodes.push(node);
		}

		node.add(entry);
		this.lastId = entry.id;
		this.added++;
		this.#count([entry], 1);
	}

	/** Delete an entry. Returns whether it was there. */
	delete(id: bigint): boolean {
		const at = this.#nodes.findIndex(({lastId}) => lastId >= id);
		const node = this.#nodes[at];
		const entry = node?.entries.find(entry => entry.id === id);
		if (!node || !entry) {
			return false;
		}

		node.entries = node.entries.filter(other => other !== entry);
		if (node.entries.length === 0) {
			this.#nodes.splice(at, 1);
		}

		if (id > this.deletedId) {
			this.deletedId = id;
		}

		this.#count([entry], -1);
		return true;
	}

	/** Take entries away at the beginning. Returns how many it were. */
	trim({rule, isApproximate, limit}: Trim): number {
		let taken = 0;
		for (let node = this.#nodes[0]; node && !(rule.kind === 'length' && this.size <= rule.length); node = this.#nodes[0]) {
			const {entries, lastId} = node;
			if (limit > 0 && taken + entries.length > limit) {
				break;
			}

			if (rule.kind === 'length' ? this.size - entries.length >= rule.length : lastId < rule.id) {
				this.#nodes.shift();
				this.#count(entries, -1);
				taken += entries.length;
				continue;
			}

			if (!isApproximate) {
				const excess = rule.kind === 'length' ? this.size - rule.length : entries.filter(({id}) => id < rule.id).length;
				node.entries = entries.slice(excess);
				this.#count(entries.slice(0, excess), -1);
				taken += excess;
			}

			break;
		}

		return taken;
	}

	/**
	The entries from one id to another.

	@param most How many at most; 0: all.
	*/
	range(from: bigint, to: bigint, most: number, isReverse = false): readonly StreamEntry[] {
		const found: StreamEntry[] = [];
		const nodes = this.#nodes.filter(({firstId, lastId}) => lastId >= from && firstId <= to);
		for (const {entries} of isReverse ? nodes.toReversed() : nodes) {
			const some = entries.filter(({id}) => id >= from && id <= to);
			found.push(...(isReverse ? some.toReversed() : some));
			if (most > 0 && found.length >= most) {
				return found.slice(0, most);
			}
		}

		return found;
	}

	#count(entries: readonly StreamEntry[], sign: 1 | -1): void {
		this.size += sign * entries.length;
		for (const {fields} of entries) {
			let bytes = entryBytes;
			for (const text of fields) {
				bytes += textBytes + text.length;
			}

			this.bytes += sign * bytes;
		}
	}
}
