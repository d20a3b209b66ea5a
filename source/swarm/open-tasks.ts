import {keys, parseKey, swarmKeys} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';
import {scanKeys} from './scan-keys.js';

const script = loadScript('inspect-n');
const tasksPerCall = 500;

/** The tasks that have a body but no result, by whether they are claimed. */
export type OpenTasks = {
	readonly waiting: readonly string[];
	readonly claimed: readonly string[];
};

/** Find the open tasks with one scan over all keys: about 0.7 s of server time for a million, in short steps. @throws What the connection throws, or the reason of the signal. */
export async function findOpenTasks(connection: Connection, signal: AbortSignal): Promise<OpenTasks> {
	const seen = {task: new Set<string>(), claim: new Set<string>(), result: new Set<string>()};
	for await (const found of scanKeys(connection, {match: keys.task('*'), duty: 1, signal})) {
		for (const key of found) {
			const parsed = parseKey(key);
			if (parsed?.kind === 'task' || parsed?.kind === 'claim' || parsed?.kind === 'result') {
				seen[parsed.kind].add(parsed.id);
			}
		}
	}

	const open = [...seen.task].filter(id => !seen.result.has(id));
	return {waiting: open.filter(id => !seen.claim.has(id)), claimed: open.filter(id => seen.claim.has(id))};
}

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
