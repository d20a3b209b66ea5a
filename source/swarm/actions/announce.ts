import {clean} from '../../protocol/clean-text.js';
import {keys, swarmKeys} from '../../protocol/redis-keys.js';
import {countOf} from '../../text/count-of.js';
import {readHolder} from '../read-holder.js';
import {announceTask} from '../publish-task.js';
import type {Action, Refusal, TaskFacts} from './action.js';
import {
	good, refusals, refuse, warning,
} from './outcomes.js';

const heldBy = (holder: string): Refusal => refuse('held', clean`${holder} holds it`);
const over = (state: 'failed' | 'cancelled'): Refusal => refuse(state, clean`it is ${state}. Retry it instead`);

/** Announce a waiting task again, for workers that were not listening the first time. */
export const announce: Action<TaskFacts, {readonly kind: 'announced'; readonly listeners: number}> = {
	name: 'announce',
	key: 'A',
	target: 'task',
	summary: 'announce a waiting task again, for workers that missed it',
	refusal({state, workerId}) {
		if (state === 'failed' || state === 'cancelled') {
			return over(state);
		}

		return state === 'done' ? refusals.done : (workerId === null ? null : heldBy(workerId));
	},
	async run({connection}, id) {
		const exists = async (key: string) => await connection.call('EXISTS', key) === 1;
		const [isThere, isDone, isCancelled, isFailed, holder] = await Promise.all([
			exists(keys.task(id)), exists(keys.result(id)), exists(swarmKeys.cancelled(id)), exists(swarmKeys.failed(id)), readHolder(connection, id),
		]);
		if (!isThere || isDone) {
			return isDone ? refusals.done : refusals.missing;
		}

		if (isCancelled || isFailed) {
			return over(isCancelled ? 'cancelled' : 'failed');
		}

		return holder === null ? {kind: 'announced', listeners: await announceTask(connection, id)} : heldBy(holder);
	},
	describe: ({listeners}, id) => listeners === 0 ? warning(clean`Announced ${id}, but no worker is listening.`) : good(clean`Announced ${id} to ${countOf(listeners, 'worker')}.`),
};
