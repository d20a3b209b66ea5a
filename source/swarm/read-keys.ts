import {readBudget, readCost} from '../protocol/budget-limits.js';
import {readFinding} from '../protocol/finding.js';
import {parseKey} from '../protocol/redis-keys.js';
import {match} from '../protocol/match.js';
import {readAttempts, readFailure, readId} from '../protocol/task-values.js';
import {readContext} from '../protocol/shared-context.js';
import {readWorkerNote} from '../protocol/worker-note.js';
import {readTask} from '../protocol/task.js';
import type {Connection} from '../redis/connection.js';
import {previewValues, type ValuePreview} from '../redis/preview-values.js';
import {placeholders} from '../text/placeholders.js';
import type {SwarmEvent} from './swarm-event.js';

/** Whether the time to live of a key matters. */
function expires(key: string): boolean {
	return key.startsWith('worker:status:') || key.endsWith(':claimed');
}

/** Read keys, and return their values as events. Keys that are not part of the protocol are ignored. @param live Whether the keys were just changed (`false`: found by a scan). */
export async function readKeys(connection: Connection, keys: readonly string[], live: boolean): Promise<readonly SwarmEvent[]> {
	const timed = keys.filter(key => expires(key));
	const untimed = keys.filter(key => !expires(key));
	const previews = [
		...await previewValues(connection, untimed),
		...await previewValues(connection, timed, true),
	];
	const nowMs = Date.now();
	return previews.flatMap(seen => eventOf(seen, live, nowMs) ?? []);
}

function eventOf({key, value, ttlMs}: ValuePreview, live: boolean, nowMs: number): SwarmEvent | null {
	const parsed = parseKey(key);
	const isAbsent = value.kind === 'absent';
	const idIn = () => isAbsent ? null : readId(value) ?? placeholders.unreadable;
	return parsed && match<'kind', typeof parsed, SwarmEvent>('kind', parsed, {
		task: ({id}) => ({type: 'task', id, body: isAbsent ? null : readTask(value)}),
		claim: ({id}) => ({
			type: 'claim', id, workerId: idIn(), expiresAtMs: ttlMs === null ? null : nowMs + ttlMs,
		}),
		result: ({id}) => ({type: 'result', id, findingId: idIn()}),
		finding: ({id}) => isAbsent
			? {type: 'finding-gone', id}
			: {
				type: 'finding', finding: readFinding(id, value), live, heardOnly: false,
			},
		// A heartbeat that never expires proves nothing: it counts as expired.
		heartbeat: ({id}) => ({type: 'heartbeat', workerId: id, expiresAtMs: isAbsent ? null : nowMs + (ttlMs ?? 0)}),
		'worker-note': ({id}) => ({type: 'worker-note', workerId: id, note: readWorkerNote(value)}),
		attempts: ({id}) => ({type: 'attempts', id, attempts: readAttempts(value)}),
		failed: ({id}) => ({type: 'failed', id, error: readFailure(value)}),
		cancelled: ({id}) => ({type: 'cancelled', id, cancelled: !isAbsent}),
		cost: ({role}) => ({type: 'cost', role, usd: readCost(value)}),
		budget: () => ({type: 'budget', budget: readBudget(value)}),
		context: () => ({type: 'context', context: readContext(value)}),
	});
}
