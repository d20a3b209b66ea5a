import {readBudget, readCost} from '../protocol/budget-limits.js';
import {readFinding} from '../protocol/finding.js';
import {parseKey, type ProtocolKey} from '../protocol/redis-keys.js';
import {match, type Handlers} from '../protocol/match.js';
import type {RedisValue} from '../protocol/redis-value.js';
import {readContext} from '../protocol/shared-context.js';
import {
	readAttempts, readFailure, readId, readTask,
} from '../protocol/task.js';
import {readWorkerNote} from '../protocol/worker-note.js';
import type {Connection} from '../redis/connection.js';
import {previewValues} from '../redis/preview-values.js';
import {placeholders} from '../text/placeholders.js';
import type {SwarmEvent} from './swarm-event.js';

/** Read keys, and return their values as events. Keys that are not part of the protocol are ignored. @param live Whether the keys were just changed (`false`: found by a scan). */
export async function readKeys(connection: Connection, keys: readonly string[], live: boolean): Promise<readonly SwarmEvent[]> {
	const previews = await previewValues(connection, keys);
	const nowMs = Date.now();
	return previews.flatMap(({key, value, ttlMs}) => {
		const parsed = parseKey(key);
		const expiresAtMs = ttlMs === null ? null : nowMs + ttlMs;
		return parsed
			? match('kind', parsed, readers, {
				value, expiresAtMs, live, nowMs,
			})
			: [];
	});
}

/** What was read under a key. `expiresAtMs`: `null` if it does not expire. */
type Seen = {readonly value: RedisValue; readonly expiresAtMs: number | null; readonly live: boolean; readonly nowMs: number};

const readers: Handlers<'kind', ProtocolKey, SwarmEvent, readonly [Seen]> = {
	task: ({id}, {value}) => ({type: 'task', id, body: value.kind === 'absent' ? null : readTask(value)}),
	claim: ({id}, {value, expiresAtMs}) => ({
		type: 'claim', id, workerId: idIn(value), expiresAtMs,
	}),
	result: ({id}, {value}) => ({type: 'result', id, findingId: idIn(value)}),
	finding: ({id}, {value, live}) => value.kind === 'absent'
		? {type: 'finding-gone', id}
		: {
			type: 'finding', finding: readFinding(id, value), live, heardOnly: false,
		},
	// A heartbeat that never expires proves nothing: it counts as expired.
	heartbeat: ({id}, {value, expiresAtMs, nowMs}) => ({type: 'heartbeat', workerId: id, expiresAtMs: value.kind === 'absent' ? null : expiresAtMs ?? nowMs}),
	'worker-note': ({id}, {value}) => ({type: 'worker-note', workerId: id, note: readWorkerNote(value)}),
	attempts: ({id}, {value}) => ({type: 'attempts', id, attempts: readAttempts(value)}),
	failed: ({id}, {value}) => ({type: 'failed', id, error: readFailure(value)}),
	cancelled: ({id}, {value}) => ({type: 'cancelled', id, cancelled: value.kind !== 'absent'}),
	cost: ({role}, {value}) => ({type: 'cost', role, usd: readCost(value)}),
	budget: (_, {value}) => ({type: 'budget', budget: readBudget(value)}),
	context: (_, {value}) => ({type: 'context', context: readContext(value)}),
};

function idIn(value: RedisValue): string | null {
	return value.kind === 'absent' ? null : readId(value) ?? placeholders.unreadable;
}
