import {clean} from '../../protocol/clean-text.js';
import {keys, swarmKeys} from '../../protocol/redis-keys.js';
import {loadScript} from '../../redis/load-script.js';
import type {Action, TaskFacts} from './action.js';
import {good, refusals, refuse} from './outcomes.js';

const script = loadScript('retry-7');

/** Give a failed or cancelled task all its attempts again, and announce it. */
export const retry: Action<TaskFacts> = {
	name: 'retry',
	key: 'T',
	target: 'task',
	summary: 'retry a failed or cancelled task: it gets all its attempts again',
	refusal({state}) {
		if (state === 'failed' || state === 'cancelled') {
			return null;
		}

		return state === 'done' ? refusals.done : refuse('open', clean`it is ${state}, and only failed or cancelled tasks can be retried`);
	},
	async run({connection}, id) {
		const reply = await connection.evaluate(script, [
			keys.task(id), keys.result(id), swarmKeys.failed(id), swarmKeys.cancelled(id), swarmKeys.backoff(id), swarmKeys.attempts(id), swarmKeys.spentOn(id),
		], [id]);
		return reply === 'announced' ? {kind: reply} : (reply === 'done' ? refusals.done : refusals.missing);
	},
	describe: (_, id) => good(clean`Announced ${id} again with all its attempts.`),
};
