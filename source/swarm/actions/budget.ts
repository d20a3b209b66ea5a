import type {Budget} from '../../protocol/budget-limits.js';
import {clean} from '../../protocol/clean-text.js';
import {changeBudget, type BudgetChange} from '../read-budget.js';
import type {Action} from './action.js';
import type {Field} from './fields.js';
import {good} from './outcomes.js';

const limits = [
	{
		name: 'limitUsd', label: 'total', kind: 'usd', flag: null, help: 'what the swarm may spend in total; off: remove all limits',
	},
	{
		name: 'perTaskUsd', label: 'per task', kind: 'usd', flag: 'per-task', help: 'what one task may cost with all its attempts; off: no limit',
	},
	{
		name: 'perWorkerUsd', label: 'per worker', kind: 'usd', flag: 'per-worker', help: 'what one worker may spend; off: no limit',
	},
	{
		name: 'perHourUsd', label: 'per hour', kind: 'usd', flag: 'per-hour', help: 'what the swarm may spend in one hour of the clock; off: no limit',
	},
] as const satisfies ReadonlyArray<Field & {readonly name: keyof Budget}>;

/** Set the limits of the swarm. Omitted limits stay as they are. */
export const budget: Action<null, {readonly kind: 'set' | 'removed'}> = {
	name: 'budget',
	key: 'B',
	target: 'swarm',
	summary: 'set how much the swarm may spend',
	form: {
		title: 'Budget of the swarm',
		fields: limits,
		notes: [
			'In US dollars. Leave a field empty for no limit.',
			'Workers stop claiming tasks at a limit; running attempts finish. Only haiku-swarm workers obey it.',
		],
		initial: ({budget: current}) => current === null || current === 'unreadable' ? {} : Object.fromEntries(limits.map(({name}) => [name, String(current[name] ?? '')])),
	},
	async run({connection}, _, change: BudgetChange) {
		await changeBudget(connection, change);
		const values = Object.values(change);
		return {kind: values.length === limits.length && values.every(usd => usd === null) ? 'removed' : 'set'};
	},
	describe: ({kind}) => good(kind === 'set' ? clean`Set the budget.` : clean`Removed the budget.`),
};
