import {clean} from '../../protocol/clean-text.js';
import {countOf} from '../../text/count-of.js';
import type {Action} from './action.js';
import {good, refuse} from './outcomes.js';

const none = refuse('none', clean`no worker runs in this dashboard`);

/** Drain all workers of this process. No command: nothing but a dashboard has such workers. */
export const drainHere: Action<null, {readonly kind: 'told'; readonly workers: number}> = {
	name: 'drain',
	key: 'D',
	target: 'swarm',
	summary: 'drain all workers that run in this dashboard, if no worker is selected',
	refusal: (_, {localWorkers}) => localWorkers.length === 0 ? none : null,
	async run({localWorkers}) {
		const workers = localWorkers?.drain() ?? 0;
		return workers === 0 ? none : {kind: 'told', workers};
	},
	describe: ({workers}) => good(clean`Told ${countOf(workers, 'worker')} to drain: ${workers === 1 ? 'it finishes its tasks, then leaves' : 'they finish their tasks, then leave'}.`),
};
