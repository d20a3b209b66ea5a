import {channels, keys} from '../protocol/redis-keys.js';
import {encodeTask, type NewTask} from '../protocol/new-task.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';

/**
Write a task, then announce it: step 1 of a task's life. An id that is taken is refused, whatever lies there.

@returns Its id, and how many workers heard it: see `announceTask`.
@throws {UserError} when the task is not valid or the id is taken.
*/
export async function publishTask(connection: Connection, task: NewTask): Promise<{readonly id: string; readonly heardBy: number}> {
	const {id, json} = encodeTask(task, Date.now());
	if (await connection.call('SET', keys.task(id), json, 'NX') === null) {
		throw new UserError(`Expected a new task id, but task ${id} exists already. Choose another --id, or leave it out.`, 'usage');
	}

	return {id, heardBy: await announceTask(connection, id)};
}

/** Announce a task that waits. @returns How many workers listen; dashboards listen by a pattern and do not count. At 0 nobody will claim it until somebody announces it again. */
export async function announceTask(connection: Connection, taskId: string): Promise<number> {
	const receivers = await connection.call('PUBLISH', channels.tasks, taskId);
	// A user may be forbidden to ask; then all receivers, dashboards too, are what is known.
	const [, subscribers] = await connection.call('PUBSUB', 'NUMSUB', channels.tasks).catch(() => ['', receivers]) as [string, unknown];
	return Number(subscribers);
}
