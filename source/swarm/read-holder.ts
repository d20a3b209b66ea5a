import {keys} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';

/** The worker that holds the claim of a task, or `null`. */
export async function readHolder(connection: Connection, taskId: string): Promise<string | null> {
	// Unlike GET, it takes a key of another type for none.
	const [holder] = await connection.call('MGET', keys.claim(taskId)) as readonly [string | null];
	return holder;
}
