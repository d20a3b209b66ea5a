import {clean, cleanText} from '../../protocol/clean-text.js';
import {UserError} from '../../protocol/user-error.js';
import {splitCommandLine} from './split-command-line.js';
import {chosenIn, textField, typedIn} from './form-fields.js';
import {readUsdField} from '../../swarm/actions/fields.js';
import type {ExecutorChoice, NewWorker} from '../swarm-link.js';
import type {Line} from '../../views/define-view.js';
import {noLayer, type FormDefinition, type FormField} from '../view-state.js';

const commandAt = 5;

/** The form that starts a worker in this process. */
export function startWorkerForm(workdir: string): FormDefinition {
	return {
		title: 'Start a worker in this dashboard',
		labels: ['executor', 'model', 'concurrency', 'directory', 'budget', 'command'],
		enterSteps: false,
		// The executors are looked up when the form opens.
		initial: [{kind: 'choice', options: [], chosen: 0}, textField(), textField('1'), textField(workdir), textField(), textField()],
		isShown: (fields, index) => index !== commandAt || chosenIn(fields)?.name === 'command',
		lines: fields => [...warning(fields), ...choices(fields), ...notes],
		async submit(fields, link) {
			const id = await link.startWorker(readWorker(fields));
			return {report: {text: clean`Started worker ${id}.`, level: 'good'}, next: [{type: 'show', layer: noLayer}]};
		},
	};
}

const notes: readonly Line[] = [
	'',
	'← → choose the executor, Tab goes to the next field. Enter starts the worker, Esc leaves.',
	'No model: the default of the executor. No budget: what the budget of the swarm allows.',
	'Concurrency: how many tasks it works on at a time, 1 to 100.',
	'The worker ends with this dashboard. D drains it earlier.',
].map(text => ({text: cleanText(text), style: 'quiet'}));

function warning(fields: readonly FormField[]): readonly Line[] {
	const blank: Line = {text: cleanText(''), style: 'plain'};
	return chosenIn(fields)?.name === 'dry-run'
		? [
			{text: cleanText('dry-run does not run tasks: it answers with simulated findings.'), style: 'warning'},
			{text: cleanText('A task that it answers is done: no other worker will get it.'), style: 'warning'},
			blank,
		]
		: [blank];
}

function choices(fields: readonly FormField[]): readonly Line[] {
	const chosen = chosenIn(fields);
	const options = fields.flatMap(field => field.kind === 'choice' ? field.options : []);
	return options.map(option => ({
		text: clean`${option === chosen ? '▸' : ' '} ${option.name.padEnd(14)}${aboutChoice(option)}`,
		style: option.problem === null ? 'plain' : 'quiet',
	}));
}

/** What an executor is, or why it is not available. */
export function aboutChoice({about, problem}: ExecutorChoice): string {
	return problem === null ? about : `not available: ${problem}`;
}

/** @throws {UserError} when a field is invalid. */
function readWorker(fields: readonly FormField[]): NewWorker {
	const executor = chosenIn(fields);
	if (!executor) {
		throw new UserError('Expected an executor, but they are still being looked up. Try again in a moment.');
	}

	if (executor.problem !== null) {
		throw new UserError(`Expected an available executor, got ${executor.name}: ${executor.problem}`);
	}

	const [, model = '', concurrency = '', workdir = '', budget = '', command = ''] = fields.map(field => typedIn(field));
	if (workdir === '') {
		throw new UserError('Expected a directory, got nothing.', 'usage');
	}

	return {
		executor: executor.name,
		model: model === '' ? null : model,
		concurrency: readConcurrency(concurrency),
		workdir,
		budgetUsd: readUsdField('budget', budget),
		command: executor.name === 'command' ? readCommand(command) : [],
	};
}

function readConcurrency(text: string): number {
	const concurrency = Number(text);
	if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
		throw new UserError(`Expected a concurrency from 1 to 100, got "${text}".`, 'usage');
	}

	return concurrency;
}

function readCommand(text: string): readonly string[] {
	const words = splitCommandLine(text);
	if (words.length === 0) {
		throw new UserError('Expected a program and its arguments for command, got nothing.', 'usage');
	}

	return words;
}
