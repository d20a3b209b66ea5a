import type {CleanText} from '../protocol/clean-text.js';
import type {LogEntry} from './snapshot.js';

const kept = 500;
const mostOfAKind = 5;

type Kind = LogEntry['kind'];

const plural: Readonly<Record<Kind, string>> = {
	task: 'tasks were announced',
	claim: 'tasks were claimed',
	done: 'tasks were done',
	finding: 'findings came in',
	worker: 'workers came or went',
	archive: 'archive messages',
	link: 'changes of the link',
	write: 'writes',
	warning: 'warnings',
};

/**
The last 500 things that happened. When more than five of a kind come between two looks, the rest is told in one line, so that a burst does not push everything else out.
*/
export class EventLog {
	#entries: readonly LogEntry[] = [];
	#fresh: LogEntry[] = [];
	#number = 0;
	readonly #suppressed = new Map<Kind, number>();
	readonly #told = new Map<Kind, number>();

	/** Something happened. What this program wrote is never left out. */
	add(kind: Kind, text: CleanText, atMs: number): void {
		const told = this.#told.get(kind) ?? 0;
		if (told >= mostOfAKind && kind !== 'write') {
			this.#suppressed.set(kind, (this.#suppressed.get(kind) ?? 0) + 1);
			return;
		}

		this.#told.set(kind, told + 1);
		this.#push(kind, text, atMs);
	}

	/** Whether `add` would tell one more of this kind in full. Spares the caller making a text for nothing. */
	hasRoom(kind: Kind): boolean {
		return (this.#told.get(kind) ?? 0) < mostOfAKind;
	}

	/** As `add`, for something that `hasRoom` has no room for. */
	addUntold(kind: Kind): void {
		this.#suppressed.set(kind, (this.#suppressed.get(kind) ?? 0) + 1);
	}

	/** The entries, oldest first; the same list as before where nothing came. */
	entries(nowMs: number): readonly LogEntry[] {
		for (const [kind, count] of this.#suppressed) {
			this.#push(kind, `… and ${count} more ${plural[kind]}` as CleanText, nowMs);
		}

		this.#suppressed.clear();
		this.#told.clear();
		if (this.#fresh.length > 0) {
			this.#entries = [...this.#entries, ...this.#fresh].slice(-kept);
			this.#fresh = [];
		}

		return this.#entries;
	}

	#push(kind: Kind, text: CleanText, atMs: number): void {
		this.#number++;
		this.#fresh.push({
			number: this.#number, atMs, kind, text,
		});
	}
}
