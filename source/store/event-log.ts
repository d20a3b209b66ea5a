import type {LogItem, LogKind} from '../text/log-text.js';
import type {LogEntry} from './snapshot.js';

const keptEntries = 500;
const maxPerKind = 5;

/** The last 500 things that happened. Of more than five of a kind between two calls of `entries`, the rest is only counted, so that a burst does not push everything else out. */
export class EventLog {
	#entries: readonly LogEntry[] = [];
	#fresh: LogEntry[] = [];
	#number = 0;
	readonly #counts = new Map<LogKind, number>();

	/** Something happened. What this program wrote is never left out. @param item Called only if there is room for it. */
	add(kind: LogKind, item: () => LogItem, atMs: number): void {
		const count = (this.#counts.get(kind) ?? 0) + 1;
		this.#counts.set(kind, count);
		if (count <= maxPerKind || kind === 'write') {
			this.#push(item(), atMs);
		}
	}

	/** The entries, oldest first; the same list as before if nothing was added. */
	entries(nowMs: number): readonly LogEntry[] {
		for (const [kind, count] of this.#counts) {
			if (count > maxPerKind && kind !== 'write') {
				this.#push({kind, more: count - maxPerKind}, nowMs);
			}
		}

		this.#counts.clear();
		if (this.#fresh.length > 0) {
			this.#entries = [...this.#entries, ...this.#fresh].slice(-keptEntries);
			this.#fresh = [];
		}

		return this.#entries;
	}

	#push(item: LogItem, atMs: number): void {
		this.#number++;
		this.#fresh.push({number: this.#number, atMs, ...item});
	}
}
