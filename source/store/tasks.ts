import {claimTtlSeconds} from '../protocol/redis-keys.js';
import {taskStates, type TaskRow, type TaskState} from './snapshot.js';
import {
	isGone, newFacts, parts, partsOf, rowOf, saysNothing, stateOf, type Facts, type TaskEvent,
} from './task-state.js';
import {TypicalDuration} from './typical-duration.js';

/** How many tasks are listed. */
export const maxTasks = 200_000;

/**
All tasks. The state of each follows from what is known of it: see `stateOf`.

A task is dropped when nothing of it is left in Redis. Rows are immutable, and only rebuilt for tasks that changed.
*/
export class Tasks {
	/** Whether changes are seen as they happen. Only then do claims show how long a task takes: one that was found may have been renewed, or be left over from a finished task. */
	isLive = false;
	/** How many tasks beyond 200,000 are not listed. */
	unlisted = 0;
	readonly #tasks = new Map<string, Facts>();
	#rows: TaskRow[] = [];
	#counts = countStates([]);
	readonly #changed = new Set<Facts>();
	readonly #held = new Map<string, Set<Facts>>();
	readonly #typical = new TypicalDuration();
	#scan = 0;

	/** Apply what is now known of a task. @returns Whether it was news, such as a new task, another holder or a result; a repetition is not. */
	apply(event: TaskEvent, nowMs: number): boolean {
		const known = this.#tasks.get(event.id);
		const isThere = !saysNothing(event);
		const facts = known ?? (isThere && event.type !== 'attempts' ? this.#add(event, nowMs) : undefined);
		if (!facts) {
			return false;
		}

		if (isThere) {
			facts.told = (facts.scan === this.#scan ? facts.told : 0) | parts[event.type];
			facts.scan = this.#scan;
		}

		this.#changed.add(facts);
		switch (event.type) {
			case 'task': {
				// Deleting a task withdraws its announcement.
				facts.heard &&= event.body !== null || facts.body === null;
				facts.body = event.body;
				return known === undefined;
			}

			case 'claim': {
				return this.#claim(facts, event.workerId, event.expiresAtMs, nowMs);
			}

			case 'result': {
				return this.#finish(facts, event.findingId, nowMs);
			}

			case 'attempts': {
				facts.attempts = event.attempts ?? 0;
				return false;
			}

			case 'failed': {
				const isNews = event.error !== null && facts.error === null;
				facts.error = event.error;
				return isNews;
			}

			case 'cancelled': {
				const isNews = event.cancelled && !facts.cancelled;
				facts.cancelled = event.cancelled;
				return isNews;
			}

			case 'announced':
			case 'completed': {
				facts.heard = true;
				return true;
			}
		}
	}

	/** Learn how long tasks took before we looked, oldest first. */
	learnDurations(durationsMs: readonly number[]): void {
		for (const durationMs of durationsMs) {
			this.#typical.add(durationMs);
		}
	}

	/** The ids of the tasks that a worker holds. */
	tasksOf(workerId: string): readonly string[] {
		return [...this.#held.get(workerId) ?? []].map(({id}) => id);
	}

	/** Workers that hold a claim. */
	holders(): Iterable<string> {
		return this.#held.keys();
	}

	/** Whether a worker holds a task that it claimed before `atMs`. */
	heldBefore(workerId: string, atMs: number): boolean {
		return [...this.#held.get(workerId) ?? []].some(({claimedAtMs}) => claimedAtMs !== null && claimedAtMs < atMs);
	}

	/** A scan begins: what it does not find is gone when it ends. */
	beginScan(): void {
		this.#scan++;
		this.unlisted = 0;
	}

	/** The scan has found everything. */
	endScan(nowMs: number): void {
		for (const facts of this.#tasks.values()) {
			const told = facts.scan === this.#scan ? facts.told : 0;
			if ((partsOf(facts) & ~told) !== 0) {
				this.#forget(facts, told, nowMs);
			}
		}
	}

	/** The rows in the order in which tasks were first seen: the same list as before if nothing changed. */
	rows(nowMs: number, isLost: (workerId: string) => boolean): {readonly items: readonly TaskRow[]; readonly counts: Readonly<Record<TaskState, number>>} {
		const {slowAfterMs} = this.#typical;
		for (const held of this.#held.values()) {
			for (const facts of held) {
				if (stateOf(facts, nowMs, isLost, slowAfterMs) !== facts.state) {
					this.#changed.add(facts);
				}
			}
		}

		if (this.#changed.size > 0) {
			this.#rows = [...this.#rows];
			this.#removeGone();
			for (const facts of this.#changed) {
				facts.state = stateOf(facts, nowMs, isLost, slowAfterMs);
				this.#rows[facts.index] = rowOf(facts);
			}

			this.#changed.clear();
			this.#counts = countStates(this.#rows);
		}

		return {items: this.#rows, counts: this.#counts};
	}

	#add({id, type}: TaskEvent, nowMs: number): Facts | undefined {
		if (this.#tasks.size >= maxTasks) {
			this.unlisted += type === 'task' ? 1 : 0;
			return undefined;
		}

		const facts = newFacts(id, this.#tasks.size, nowMs);
		this.#tasks.set(id, facts);
		return facts;
	}

	#removeGone(): void {
		const gone = [...this.#changed].filter(facts => isGone(facts));
		for (const facts of gone) {
			this.#tasks.delete(facts.id);
			this.#changed.delete(facts);
		}

		if (gone.length > 0) {
			const rows = [...this.#tasks.values()].flatMap(({index}) => this.#rows[index] ?? []);
			for (const [index, facts] of [...this.#tasks.values()].entries()) {
				facts.index = index;
			}

			this.#rows = rows;
		}
	}

	/** Only the parts in `told` are left of a task. */
	#forget(facts: Facts, told: number, nowMs: number): void {
		if (!(told & parts.claim)) {
			this.#claim(facts, null, null, nowMs);
		}

		if (!(told & parts.result)) {
			this.#finish(facts, null, nowMs);
		}

		facts.body = told & parts.task ? facts.body : null;
		facts.attempts = told & parts.attempts ? facts.attempts : 0;
		facts.error = told & parts.failed ? facts.error : null;
		facts.cancelled &&= Boolean(told & parts.cancelled);
		facts.heard &&= Boolean(told & parts.announced);
		this.#changed.add(facts);
	}

	#claim(facts: Facts, workerId: string | null, expiresAtMs: number | null, nowMs: number): boolean {
		const isNews = workerId !== null && workerId !== facts.workerId;
		if (workerId !== facts.workerId) {
			this.#letGo(facts);
			facts.workerId = workerId;
			// A claim from before we looked began when its 300 seconds did, unless it was renewed.
			facts.claimedAtMs = workerId === null ? null : Math.min(nowMs, (expiresAtMs ?? Number.POSITIVE_INFINITY) - (claimTtlSeconds * 1000));
			facts.beganAtMs = workerId === null || !this.isLive ? null : nowMs;
			facts.claimsSeen += workerId === null ? 0 : 1;
			this.#hold(facts);
		}

		facts.claimExpiresAtMs = expiresAtMs;
		return isNews;
	}

	#finish(facts: Facts, findingId: string | null, nowMs: number): boolean {
		const isNews = findingId !== null && findingId !== facts.findingId;
		if (isNews && this.isLive && facts.beganAtMs !== null) {
			this.#typical.add(nowMs - facts.beganAtMs);
		}

		facts.findingId = findingId;
		// The claim of a finished task means nothing; it stays until it expires.
		if (findingId === null) {
			this.#hold(facts);
		} else {
			this.#letGo(facts);
		}

		return isNews;
	}

	#hold(facts: Facts): void {
		if (facts.workerId !== null && facts.findingId === null) {
			const held = this.#held.get(facts.workerId) ?? new Set();
			this.#held.set(facts.workerId, held.add(facts));
		}
	}

	#letGo(facts: Facts): void {
		if (facts.workerId !== null) {
			const held = this.#held.get(facts.workerId);
			held?.delete(facts);
			if (held?.size === 0) {
				this.#held.delete(facts.workerId);
			}
		}
	}
}

function countStates(rows: readonly TaskRow[]): Readonly<Record<TaskState, number>> {
	const counts = Object.fromEntries(taskStates.map(state => [state, 0])) as Record<TaskState, number>;
	for (const {state} of rows) {
		counts[state]++;
	}

	return counts;
}
