import type {WorkerNote} from '../protocol/worker-note.js';
import type {WorkerRow, WorkerState} from './snapshot.js';
import type {Tasks} from './tasks.js';

type Facts = {-readonly [Key in 'beatExpiresAtMs' | 'lastWorkAtMs' | 'findings' | 'tokens' | 'note']: WorkerRow[Key]} & {
	readonly id: string;
	/** How many checks in a row found no heartbeat. */
	misses: number;
	nanoUsd: number;
};

const maxWorkers = 10_000;
const missesUntilLost = 2;
// If all heartbeats stop at once, our connection or clock is the likelier cause: wait about 20 seconds longer.
const missesUntilAllLost = 6;
// Some workers claim before their first heartbeat.
const claimGraceMs = 5000;

const order: Readonly<Record<WorkerState, number>> = {
	lost: 0, unknown: 1, working: 2, idle: 3, quiet: 4,
};

/** All workers, and the state of each: see `WorkerState`. */
export class Workers {
	/** Whether the heartbeats of all workers with claims stopped at once, so that none is called lost yet. */
	allSilent = false;
	readonly #workers = new Map<string, Facts>();
	#lost = new Set<string>();

	/** A heartbeat was checked: it expires at `expiresAtMs`, or (`null`) there is none. */
	beat(id: string, expiresAtMs: number | null): void {
		const facts = expiresAtMs === null ? this.#workers.get(id) : this.#get(id);
		if (facts) {
			facts.beatExpiresAtMs = expiresAtMs;
			facts.misses = expiresAtMs === null ? facts.misses + 1 : 0;
		}
	}

	/** What one of our workers reports about itself. @returns Whether anything changed. */
	describe(id: string, note: WorkerNote | null): boolean {
		const facts = note === null ? this.#workers.get(id) : this.#get(id);
		if (!facts || JSON.stringify(facts.note) === JSON.stringify(note)) {
			return false;
		}

		facts.note = note;
		return true;
	}

	/** It claimed or wrote something. */
	worked(id: string, atMs: number): void {
		const facts = this.#get(id);
		facts.lastWorkAtMs = Math.max(facts.lastWorkAtMs ?? 0, atMs);
	}

	/** Add to its totals, or subtract with negative numbers. */
	credit(id: string, findings: number, tokens: number, nanoUsd: number): void {
		const facts = this.#get(id);
		facts.findings += findings;
		facts.tokens += tokens;
		facts.nanoUsd += nanoUsd;
	}

	/** Decide who is lost, by who holds what. Call it before `isLost` and `rows`. */
	judge(tasks: Tasks, nowMs: number): void {
		const silent = [...tasks.holders()]
			.map(id => this.#get(id))
			.filter(({id, misses}) => misses >= missesUntilLost && tasks.heldBefore(id, nowMs - claimGraceMs));
		const isAnyBeating = [...this.#workers.values()].some(({beatExpiresAtMs}) => beatExpiresAtMs !== null);
		this.allSilent = silent.length >= 2 && !isAnyBeating && silent.some(({misses}) => misses < missesUntilAllLost);
		this.#lost = new Set(this.allSilent ? [] : silent.map(({id}) => id));
	}

	/** Whether a worker is lost, as of the last `judge`. */
	isLost(id: string): boolean {
		return this.#lost.has(id);
	}

	/** The rows, those that need attention first. */
	rows(tasks: Tasks): {readonly items: readonly WorkerRow[]; readonly counts: Readonly<Record<WorkerState, number>>} {
		const counts: Record<WorkerState, number> = {
			working: 0, idle: 0, quiet: 0, lost: 0, unknown: 0,
		};
		const items = [...this.#workers.values()].map((facts): WorkerRow => {
			const {misses, nanoUsd, ...shown} = facts;
			const held = tasks.tasksOf(facts.id);
			const state = this.#stateOf(facts, held.length > 0);
			counts[state]++;
			return {
				...shown, state, tasks: held, costUsd: nanoUsd / 1e9,
			};
		});
		return {items: items.toSorted((a, b) => order[a.state] - order[b.state] || (a.id < b.id ? -1 : 1)), counts};
	}

	#stateOf(facts: Facts, holds: boolean): WorkerState {
		if (this.#lost.has(facts.id)) {
			return 'lost';
		}

		if (facts.beatExpiresAtMs === null) {
			return holds ? 'unknown' : 'quiet';
		}

		return holds ? 'working' : 'idle';
	}

	/** What is known of a worker, even if it is new. */
	#get(id: string): Facts {
		const known = this.#workers.get(id);
		if (known) {
			return known;
		}

		const facts: Facts = {
			id, beatExpiresAtMs: null, misses: 0, lastWorkAtMs: null, findings: 0, tokens: 0, nanoUsd: 0, note: null,
		};
		// Beyond the limit a worker is not listed, but its findings count in the totals.
		if (this.#workers.size < maxWorkers) {
			this.#workers.set(id, facts);
		}

		return facts;
	}
}
