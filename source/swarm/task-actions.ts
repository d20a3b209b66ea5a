import {setTimeout as delay} from 'node:timers/promises';
import {keys, swarmKeys} from '../protocol/keys.js';
import {formatTime} from '../protocol/times.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';
import {controlWorker} from './control.js';

const cancelScript = loadScript('cancel-4');
const retryScript = loadScript('retry-7');
const rescueScript = loadScript('rescue-4');
const confirmAfterMs = 2000;

/** What became of a wish to cancel. `holderHeard`: whether the one who works on it was told; `null` where nobody does. */
export type Cancellation
	= | {readonly kind: 'no task' | 'done'}
		| {readonly kind: 'cancelled'; readonly holder: string | null; readonly holderHeard: boolean | null};

/** Cancel a task that is not done: no worker of ours claims it any more, and who works on it is told to stop. */
export async function cancelTask(connection: Connection, taskId: string): Promise<Cancellation> {
	const [kind, holder = ''] = await connection.evaluate(cancelScript, [keys.task(taskId), keys.result(taskId), keys.claim(taskId), swarmKeys.cancelled(taskId)], [formatTime(Date.now())]) as [Cancellation['kind'], string?];
	if (kind !== 'cancelled') {
		return {kind};
	}

	return holder === '' ? {kind, holder: null, holderHeard: null} : {kind, holder, holderHeard: await controlWorker(connection, holder, {kind: 'abort', taskId})};
}

/** Give a task that was set aside or cancelled all its attempts again, and announce it. */
export async function retryTask(connection: Connection, taskId: string): Promise<'no task' | 'done' | 'announced'> {
	const reply = await connection.evaluate(retryScript, [
		keys.task(taskId), keys.result(taskId), swarmKeys.failed(taskId), swarmKeys.cancelled(taskId), swarmKeys.backoff(taskId), swarmKeys.attempts(taskId), swarmKeys.spentOn(taskId),
	], [taskId]);
	return reply as 'no task' | 'done' | 'announced';
}

/** What became of a rescue. `free`: nobody holds it. `beating`: its holder lives. `changed`: somebody else has it by now. */
export type Rescue = {readonly kind: 'rescued' | 'free' | 'done' | 'beating' | 'changed'; readonly holder: string | null};

/**
Take a task away from a holder that has fallen silent, and announce it again. The silence is confirmed twice, and the holder compared, so that nothing is taken from one that lives.

@throws The reason of the signal, when it is aborted between the two looks.
*/
export async function rescueTask(connection: Connection, taskId: string, signal: AbortSignal): Promise<Rescue> {
	if (await connection.call('EXISTS', keys.result(taskId)) === 1) {
		return {kind: 'done', holder: null};
	}

	const holder = await readHolder(connection, taskId);
	if (holder === null) {
		return {kind: 'free', holder};
	}

	if (await connection.call('EXISTS', keys.heartbeat(holder)) === 1) {
		return {kind: 'beating', holder};
	}

	await delay(confirmAfterMs, undefined, {signal});
	return {kind: await takeAway(connection, taskId, holder), holder};
}

/** Who holds the claim of a task that is not done, or `null`. */
export async function holderOf(connection: Connection, taskId: string): Promise<string | null> {
	return await connection.call('EXISTS', keys.result(taskId)) === 1 ? null : readHolder(connection, taskId);
}

async function readHolder(connection: Connection, taskId: string): Promise<string | null> {
	const holder = await connection.call('GET', keys.claim(taskId)).catch((error: unknown) => {
		// What is no text is no claim.
		if (asError(error).message.startsWith('WRONGTYPE')) {
			return null;
		}

		throw error;
	});
	return typeof holder === 'string' ? holder : null;
}

/** The second look and the rescue in one step; the first look is up to the caller. */
export async function takeAway(connection: Connection, taskId: string, holder: string): Promise<'rescued' | 'done' | 'beating' | 'changed'> {
	const reply = await connection.evaluate(rescueScript, [keys.claim(taskId), keys.result(taskId), keys.heartbeat(holder), swarmKeys.cancelled(taskId)], [holder, taskId]);
	return reply as 'rescued' | 'done' | 'beating' | 'changed';
}
