import {keys} from '../protocol/redis-keys.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';

/** The worker that holds the claim of a task, or `null`. */
export async function readHolder(connection: Connection, taskId: string): Promise<string | null> {
	const holder = await connection.call('GET', keys.claim(taskId)).catch((error: unknown) => {
		// A key of another type is no claim.
		if (asError(error).message.startsWith('WRONGTYPE')) {
			return null;
		}

		throw error;
	});
	return typeof holder === 'string' ? holder : null;
}
