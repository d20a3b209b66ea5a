import {keys, swarmKeys} from '../protocol/keys.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';

const script = loadScript('inspect-n');
const tasksPerCall = 500;

/**
What keeps a task from being done. `gone`: there is none. `rest`: it is to be left alone for now. `waiting`: nobody has it. A holder comes with the milliseconds that its claim lasts, whether it beats, and whether it beats as long as it works.
*/
export type Inspection = 'gone' | 'done' | 'rest' | 'waiting' | readonly [holder: string, ttlMs: number, beats: 0 | 1, keepsBeating: 0 | 1];

/**
Inspection at tasks, some at a time, so that nobody is held up.

@throws What the connection throws, or the reason of the signal.
*/
export async function * inspectTasks(connection: Connection, ids: readonly string[], signal: AbortSignal): AsyncGenerator<readonly [id: string, look: Inspection]> {
	for (let index = 0; index < ids.length; index += tasksPerCall) {
		signal.throwIfAborted();
		const some = ids.slice(index, index + tasksPerCall);
		const looks = await connection.evaluate(script, some.flatMap(id => [
			keys.task(id), keys.claim(id), keys.result(id), swarmKeys.cancelled(id), swarmKeys.failed(id), swarmKeys.backoff(id),
		]), []) as readonly Inspection[];
		for (const [at, id] of some.entries()) {
			yield [id, looks[at]!];
		}
	}
}
