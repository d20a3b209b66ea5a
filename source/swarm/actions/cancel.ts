import {clean} from '../../protocol/clean-text.js';
import {keys, swarmKeys} from '../../protocol/redis-keys.js';
import {formatTime} from '../../protocol/times.js';
import {loadScript} from '../../redis/load-script.js';
import {controlWorker} from './control-action.js';
import type {Action, TaskFacts} from './action.js';
import {
	good, refusals, refuse, warning,
} from './outcomes.js';

const script = loadScript('cancel-4');

/** `told`: whether the holder is listening; `null` without a holder. */
type Cancelled = {readonly kind: 'cancelled'; readonly holder: string | null; readonly told: boolean | null};

/** Cancel a task that is not done. No worker claims it any more, and its holder is told to stop. */
export const cancel: Action<TaskFacts, Cancelled> = {
	name: 'cancel',
	key: 'C',
	target: 'task',
	summary: 'cancel a task: workers stop working on it and claim it no more',
	refusal({state}) {
		if (state === 'cancelled') {
			return refuse('cancelled', clean`it is already cancelled`);
		}

		return state === 'done' ? refusals.done : null;
	},
	question: ({id, workerId, description}) => ({
		title: clean`Cancel task ${id}?`,
		lines: [
			workerId === null ? clean`No worker holds it. None will claim it any more.` : clean`${workerId} holds it and will be told to stop. What it has spent stays spent.`,
			description.line(),
		],
		confirm: 'Cancel task',
		dismiss: 'Keep task',
	}),
	async run({connection}, id) {
		const reply = await connection.evaluate(script, [keys.task(id), keys.result(id), keys.claim(id), swarmKeys.cancelled(id)], [formatTime(Date.now())]);
		const [kind, holder = ''] = reply as ['no task' | 'done' | 'cancelled', string?];
		if (kind !== 'cancelled') {
			return kind === 'done' ? refusals.done : refusals.missing;
		}

		return holder === '' ? {kind, holder: null, told: null} : {kind, holder, told: await controlWorker(connection, holder, {kind: 'abort', taskId: id})};
	},
	describe({holder, told}, id) {
		if (holder === null) {
			return good(clean`Cancelled ${id}.`);
		}

		return told ? good(clean`Cancelled ${id} and told ${holder} to stop.`) : warning(clean`Cancelled ${id}, but its worker ${holder} is not listening and may still finish it.`);
	},
};
