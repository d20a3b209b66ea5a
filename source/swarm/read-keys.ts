import {readBudget, readCost} from '../protocol/budget.js';
import {readFinding} from '../protocol/finding.js';
import {parseKey} from '../protocol/keys.js';
import {readAttempts, readFailure, readId} from '../protocol/task-values.js';
import {readContext} from '../protocol/shared-context.js';
import {readWorkerNote} from '../protocol/worker-note.js';
import {readTask} from '../protocol/task.js';
import type {Connection} from '../redis/connection.js';
import {preview, type Preview} from '../redis/preview.js';
import type {SwarmEvent} from './swarm-event.js';

/** Whether the time to live of a key matters. */
function expires(key: string): boolean {
	return key.startsWith('worker:status:') || key.endsWith(':claimed');
}

/**
Read keys, and return their values as events. Keys that are not part of the protocol are ignored.

@param live Whether the keys were just changed (`false`: found by a scan).
*/
export async function readKeys(connection: Connection, keys: readonly string[], live: boolean): Promise<readonly SwarmEvent[]> {
	const timed = keys.filter(key => expires(key));
	const untimed = keys.filter(key => !expires(key));
	const previews = [
		...await preview(connection, untimed),
		...await preview(connection, timed, true),
	];
	const nowMs = Date.now();
	return previews.flatMap(seen => eventOf(seen, live, nowMs) ?? []);
}

function eventOf({key, value, ttlMs}: Preview, live: boolean, nowMs: number): SwarmEvent | null {
	const parsed = parseKey(key);
	if (!parsed) {
		return null;
	}

	const isAbsent = value.kind === 'absent';
	switch (parsed.kind) {
		case 'task': {
			return {type: 'task', id: parsed.id, body: isAbsent ? null : readTask(value)};
		}

		case 'claim': {
			return {
				type: 'claim', id: parsed.id, workerId: isAbsent ? null : readId(value) ?? '(unreadable)', expiresAtMs: ttlMs === null ? null : nowMs + ttlMs,
			};
		}

		case 'result': {
			return {type: 'result', id: parsed.id, findingId: isAbsent ? null : readId(value) ?? '(unreadable)'};
		}

		case 'finding': {
			return isAbsent
				? {type: 'finding-gone', id: parsed.id}
				: {
					type: 'finding', finding: readFinding(parsed.id, value), live, heardOnly: false,
				};
		}

		case 'heartbeat': {
			// A heartbeat that never expires proves nothing: it counts as expired.
			return {type: 'heartbeat', workerId: parsed.id, expiresAtMs: isAbsent ? null : nowMs + (ttlMs ?? 0)};
		}

		case 'worker-note': {
			return {type: 'worker-note', workerId: parsed.id, note: readWorkerNote(value)};
		}

		case 'attempts': {
			return {type: 'attempts', id: parsed.id, attempts: readAttempts(value)};
		}

		case 'failed': {
			return {type: 'failed', id: parsed.id, error: readFailure(value)};
		}

		case 'cancelled': {
			return {type: 'cancelled', id: parsed.id, cancelled: !isAbsent};
		}

		case 'cost': {
			return {type: 'cost', role: parsed.role, usd: readCost(value)};
		}

		case 'budget': {
			return {type: 'budget', budget: readBudget(value)};
		}

		case 'context': {
			return {type: 'context', context: readContext(value)};
		}
	}
}
