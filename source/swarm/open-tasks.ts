import {keys, parseKey} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';
import {scanKeys} from './scan-keys.js';

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
