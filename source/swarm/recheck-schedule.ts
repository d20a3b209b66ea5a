import {costRoles, keys, swarmKeys} from '../protocol/redis-keys.js';
import type {SwarmEvent} from './swarm-event.js';

// Redis deletes an expired key when it is read: read it a moment later.
const afterExpiryMs = 100;
const confirmAfterMs = 2000;
const keepLookingMs = 5000;
const pollEveryMs = 2000;
const maxPolledTasks = 5000;

/**
When to read which key without having heard of a change: Redis reports expired keys late or never, and a worker is only lost after two misses.

A heartbeat is read again just after it expires; after a miss, 2 seconds later, then every 5 seconds while its worker holds a claim. A claim is read again just after it expires. Without pushed changes (`polling`), everything that can still change is read every 2 seconds.
*/
export class RecheckSchedule {
	/** Whether no changes are pushed. */
	polling = false;
	readonly #beats = new Map<string, {dueMs: number; misses: number}>();
	readonly #claims = new Map<string, {workerId: string; dueMs: number}>();
	readonly #unfinished = new Set<string>();
	#nextPollMs = 0;

	/** Schedule the next read of what was just read. */
	learn(event: SwarmEvent, nowMs: number): void {
		if (event.type === 'heartbeat') {
			this.#learnBeat(event.workerId, event.expiresAtMs, nowMs);
		} else if (event.type === 'claim') {
			this.#learnClaim(event.id, event.workerId, event.expiresAtMs, nowMs);
		} else if (event.type === 'task' && event.body !== null) {
			this.#unfinished.add(event.id);
		} else if (event.type === 'task' || (event.type === 'result' && event.findingId !== null)) {
			this.#unfinished.delete(event.id);
		}
	}

	/** Everything may have changed: the next `due` returns all of it. */
	recheckAll(): void {
		for (const watched of [...this.#beats.values(), ...this.#claims.values()]) {
			watched.dueMs = 0;
		}
	}

	/** The keys to read now. Each is due again later. */
	due(nowMs: number): readonly string[] {
		const due: string[] = [];
		for (const [watched, keyOf] of [[this.#beats, keys.heartbeat], [this.#claims, keys.claim]] as const) {
			for (const [id, watch] of watched) {
				if (watch.dueMs <= nowMs) {
					watch.dueMs = nowMs + keepLookingMs;
					due.push(keyOf(id));
				}
			}
		}

		if (this.polling && nowMs >= this.#nextPollMs) {
			this.#nextPollMs = nowMs + pollEveryMs;
			due.push(
				...[...this.#beats.keys()].flatMap(id => [keys.heartbeat(id), swarmKeys.worker(id)]),
				...[...this.#unfinished].slice(-maxPolledTasks).flatMap(id => [keys.claim(id), keys.result(id)]),
				...costRoles.map(role => keys.cost(role)),
				keys.context,
				swarmKeys.budget,
			);
		}

		return due;
	}

	#learnBeat(workerId: string, expiresAtMs: number | null, nowMs: number): void {
		if (expiresAtMs !== null) {
			this.#beats.set(workerId, {dueMs: Math.max(expiresAtMs, nowMs) + afterExpiryMs, misses: 0});
			return;
		}

		const misses = (this.#beats.get(workerId)?.misses ?? 0) + 1;
		if ([...this.#claims.values()].some(claim => claim.workerId === workerId)) {
			this.#beats.set(workerId, {dueMs: nowMs + (misses === 1 ? confirmAfterMs : keepLookingMs), misses});
		} else {
			// A pushed change or a claim brings it back.
			this.#beats.delete(workerId);
		}
	}

	#learnClaim(taskId: string, workerId: string | null, expiresAtMs: number | null, nowMs: number): void {
		if (workerId === null) {
			this.#claims.delete(taskId);
			return;
		}

		this.#claims.set(taskId, {workerId, dueMs: expiresAtMs === null ? Number.POSITIVE_INFINITY : expiresAtMs + afterExpiryMs});
		if (!this.#beats.has(workerId)) {
			this.#beats.set(workerId, {dueMs: nowMs, misses: 0});
		}
	}
}
