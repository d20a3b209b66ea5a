import {clean} from '../../protocol/clean-text.js';
import {keys} from '../../protocol/redis-keys.js';
import {readHolder} from '../read-holder.js';
import {controlWorker} from './control-action.js';
import type {Action, TaskFacts} from './action.js';
import {good, refusals, refuse} from './outcomes.js';

/** Tell the holder of a task to stop working on it. */
export const abort: Action<TaskFacts, {readonly kind: 'told'; readonly holder: string}> = {
	name: 'abort',
	key: 'K',
	target: 'task',
	summary: 'abort the running attempt at a task: its worker gives it back',
	refusal({state, workerId}, scene) {
		if (state === 'done' || workerId === null) {
			return state === 'done' ? refusals.done : refusals.free;
		}

		return scene.worker(workerId)?.note ? null : refuse('foreign', clean`its worker ${workerId} is not a haiku-swarm worker and takes no commands`);
	},
	question: ({id, workerId, description}) => ({
		title: clean`Abort task ${id} on ${workerId ?? '?'}?`,
		lines: [clean`The worker gives the task back, and it is announced again. What the attempt has spent stays spent.`, description.line()],
		confirm: 'Abort',
	}),
	async run({connection}, id) {
		if (await connection.call('EXISTS', keys.result(id)) === 1) {
			return refusals.done;
		}

		const holder = await readHolder(connection, id);
		if (holder === null) {
			return refusals.free;
		}

		return await controlWorker(connection, holder, {kind: 'abort', taskId: id})
			? {kind: 'told', holder}
			: refuse('deaf', clean`its worker ${holder} is not listening. If it is gone, rescue the task`);
	},
	describe: ({holder}, id) => good(clean`Told ${holder} to abort ${id}.`),
};
