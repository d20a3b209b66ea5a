import {keys, swarmKeys} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';

const script = loadScript('inspect-n');
const tasksPerCall = 500;

/** What keeps a task from being done. `gone`: there is no such task. `rest`: it was cancelled or set aside, or is at rest. `waiting`: nobody holds it. A holder comes with the milliseconds until its claim expires, whether it sends heartbeats, and whether it promised to. */
export type Inspection = 'gone' | 'done' | 'rest' | 'waiting' | readonly [holder: string, ttlMs: number, beats: 0 | 1, keepsBeating: 0 | 1];

/** Inspect tasks in batches, so that no other client has to wait. @throws What the connection throws, or the reason of the signal. */
export async function * inspectTasks(connection: Connection, ids: readonly string[], signal: AbortSignal): AsyncGenerator<readonly [id: string, inspection: Inspection]> {
	for (let index = 0; index < ids.length; index += tasksPerCall) {
		signal.throwIfAborted();
		const batch = ids.slice(index, index + tasksPerCall);
		const inspections = await connection.evaluate(script, batch.flatMap(id => [
			keys.task(id), keys.claim(id), keys.result(id), swarmKeys.cancelled(id), swarmKeys.failed(id), swarmKeys.backoff(id),
		]), []) as readonly Inspection[];
		for (const [at, id] of batch.entries()) {
			yield [id, inspections[at]!];
		}
	}
}
