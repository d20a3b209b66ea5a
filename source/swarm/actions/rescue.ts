import {setTimeout as delay} from 'node:timers/promises';
import {clean} from '../../protocol/clean-text.js';
import {keys, swarmKeys} from '../../protocol/redis-keys.js';
import type {Connection} from '../../redis/connection.js';
import {loadScript} from '../../redis/load-script.js';
import {readHolder} from '../read-holder.js';
import type {Action, TaskFacts} from './action.js';
import {good, refusals, refuse} from './outcomes.js';

const script = loadScript('rescue-4');
const confirmAfterMs = 2000;

/** Take a task from a holder without a heartbeat, and announce it again. Looks twice, two seconds apart, so that nothing is taken from a worker that is alive. */
export const rescue: Action<TaskFacts, {readonly kind: 'rescued'; readonly holder: string}> = {
	name: 'rescue',
	key: 'R',
	target: 'task',
	summary: 'rescue a task from a worker that is gone, and announce it again',
	refusal: ({state, workerId}) => state === 'done' ? refusals.done : (workerId === null ? refusals.free : null),
	progress: id => clean`Rescuing ${id}: checking twice that its worker is gone …`,
	async run({connection, signal}, id) {
		if (await connection.call('EXISTS', keys.result(id)) === 1) {
			return refusals.done;
		}

		const holder = await readHolder(connection, id);
		if (holder === null) {
			return refusals.free;
		}

		const isAlive = refuse('alive', clean`its worker ${holder} is alive. Abort the task to stop it`);
		if (await connection.call('EXISTS', keys.heartbeat(holder)) === 1) {
			return isAlive;
		}

		await delay(confirmAfterMs, undefined, {signal});
		const kind = await takeAway(connection, id, holder);
		return {
			rescued: {kind: 'rescued', holder} as const,
			done: refusals.done,
			beating: isAlive,
			changed: refuse('changed', clean`it changed hands in the meantime`),
		}[kind];
	},
	describe: ({holder}, id) => good(clean`Rescued ${id} from ${holder} and announced it again.`),
};

/** The second look and the rescue in one step; the first look is up to the caller. `changed`: the task has another holder by now, or none. */
export async function takeAway(connection: Connection, taskId: string, holder: string): Promise<'rescued' | 'done' | 'beating' | 'changed'> {
	const reply = await connection.evaluate(script, [keys.claim(taskId), keys.result(taskId), keys.heartbeat(holder), swarmKeys.cancelled(taskId)], [holder, taskId]);
	return reply as 'rescued' | 'done' | 'beating' | 'changed';
}
