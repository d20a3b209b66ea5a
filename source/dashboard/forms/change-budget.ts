import {cleanText} from '../../protocol/clean-text.js';
import type {Budget} from '../../protocol/budget.js';
import {
	textField, typedIn, usdIn, type FormDefinition,
} from '../form-fields.js';
import {noLayer} from '../view-state.js';

const caps = [
	['in all', 'limitUsd'], ['a task', 'perTaskUsd'], ['a worker', 'perWorkerUsd'], ['an hour', 'perHourUsd'],
] as const satisfies ReadonlyArray<readonly [string, keyof Budget]>;

/** Change the caps of the swarm. What stands in the form is what there is afterwards. */
export const changeBudgetForm: FormDefinition = {
	title: 'Budget of the swarm',
	labels: caps.map(([label]) => label),
	enterSteps: false,
	fresh({snapshot: {cost: {budget}}}) {
		return caps.map(([, name]) => textField(budget === null || budget === 'unreadable' ? '' : String(budget[name] ?? '')));
	},
	isShown: () => true,
	lines: () => [
		{text: cleanText(''), style: 'plain'},
		{text: cleanText('In US dollars; an empty field is no cap. Workers of ours claim nothing that goes beyond one.'), style: 'plain'},
		{text: cleanText('What is running goes on. Workers that are not ours know nothing of it.'), style: 'quiet'},
		{text: cleanText('Enter sets it. Tab goes to the next field. Esc leaves.'), style: 'quiet'},
	],
	async submit(fields, actions) {
		const amounts = caps.map(([label, name], index) => [name, usdIn(typedIn(fields[index]), label)] as const);
		await actions.changeBudget(Object.fromEntries(amounts));
		const isNone = amounts.every(([, usd]) => usd === null);
		return [
			{type: 'show', layer: noLayer},
			{type: 'toast', toast: {text: isNone ? 'there is no budget any more' : 'the budget is set', style: 'good'}},
		];
	},
};
