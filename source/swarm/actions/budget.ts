import type {Budget} from '../../protocol/budget.js';
import {clean} from '../../protocol/clean-text.js';
import {changeBudget, type BudgetChange} from '../budget.js';
import type {Action} from './action.js';
import type {Field} from './fields.js';
import {good} from './outcomes.js';

type CapField = Field & {readonly name: keyof Budget; readonly kind: 'usd'};

const caps: readonly CapField[] = [
	{
		name: 'limitUsd', label: 'total', kind: 'usd', flag: null, help: 'what the swarm may spend in total; off: no caps at all',
	},
	{
		name: 'perTaskUsd', label: 'per task', kind: 'usd', flag: 'per-task', help: 'what one task may cost with all its attempts; off: no cap',
	},
	{
		name: 'perWorkerUsd', label: 'per worker', kind: 'usd', flag: 'per-worker', help: 'what one worker may spend; off: no cap',
	},
	{
		name: 'perHourUsd', label: 'per hour', kind: 'usd', flag: 'per-hour', help: 'what the swarm may spend in one hour of the clock; off: no cap',
	},
];

/** Set the caps of the swarm. What is left out stays as it is. */
export const budget: Action<null, {readonly kind: 'set' | 'removed'}> = {
	name: 'budget',
	key: 'B',
	target: 'swarm',
	summary: 'set how much the swarm may spend',
	form: {
		title: 'Budget of the swarm',
		fields: caps,
		notes: [
			'In US dollars. Leave a field empty for no cap.',
			'Workers stop claiming tasks at a cap; running attempts finish. Only haiku-swarm workers obey it.',
		],
		initial: ({budget: current}) => current === null || current === 'unreadable' ? {} : Object.fromEntries(caps.map(({name}) => [name, String(current[name] ?? '')])),
	},
	async run({connection}, _, change: BudgetChange) {
		await changeBudget(connection, change);
		const values = Object.values(change);
		return {kind: values.length === caps.length && values.every(usd => usd === null) ? 'removed' : 'set'};
	},
	describe: ({kind}) => good(kind === 'set' ? clean`Set the budget.` : clean`Removed the budget.`),
};
