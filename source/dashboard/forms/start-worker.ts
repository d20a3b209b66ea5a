import {clean, cleanText} from '../../protocol/clean-text.js';
import {UserError} from '../../protocol/user-error.js';
import type {ExecutorChoice, NewWorker} from '../actions.js';
import {splitCommandLine} from '../command-line.js';
import {
	chosenIn, textField, typedIn, usdIn, type FormDefinition, type FormField,
} from '../form-fields.js';
import type {Line} from '../view.js';
import {noLayer} from '../view-state.js';

const commandAt = 5;

/** Start a worker in this process. */
export const startWorkerForm: FormDefinition = {
	title: 'Start a worker in this process',
	labels: ['executor', 'model', 'concurrency', 'directory', 'budget', 'command'],
	enterSteps: false,
	// What executors there are is asked when the form is opened.
	fresh: ({workdir}) => [{kind: 'choice', options: [], chosen: 0}, textField(), textField('1'), textField(workdir), textField(), textField()],
	isShown: (fields, index) => index !== commandAt || chosenIn(fields)?.name === 'command',
	lines: fields => [...warning(fields), ...choices(fields), ...notes],
	async submit(fields, actions) {
		const id = await actions.startWorker(readWorker(fields));
		return [{type: 'show', layer: noLayer}, {type: 'toast', toast: {text: clean`worker ${id} was started`, style: 'good'}}];
	},
};

const notes: readonly Line[] = [
	{text: cleanText(''), style: 'plain'},
	{text: cleanText('← → choose the executor, tab goes to the next field. Enter starts the worker, Esc leaves.'), style: 'quiet'},
	{text: cleanText('An empty model is the usual one of the executor; an empty budget, what the budget of the swarm allows.'), style: 'quiet'},
	{text: cleanText('Concurrency is how many tasks it executes at the same time, 1 to 100.'), style: 'quiet'},
	{text: cleanText('It ends with this dashboard; S stops it before.'), style: 'quiet'},
];

function warning(fields: readonly FormField[]): readonly Line[] {
	const blank: Line = {text: cleanText(''), style: 'plain'};
	return chosenIn(fields)?.name === 'dry-run'
		? [
			{text: cleanText('dry-run executes nothing: it answers with simulated findings.'), style: 'warning'},
			{text: cleanText('A task that it takes is answered, and no other worker will get it.'), style: 'warning'},
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

/** What an executor is, or why it cannot be used here. */
export function aboutChoice({about, problem}: ExecutorChoice): string {
	return problem === null ? about : `not here: ${problem}`;
}

/** @throws {UserError} when a field holds something else than it should. */
function readWorker(fields: readonly FormField[]): NewWorker {
	const executor = chosenIn(fields);
	if (!executor) {
		throw new UserError('Expected an executor, but none is known yet. Try again in a moment.');
	}

	if (executor.problem !== null) {
		throw new UserError(`Expected an executor that can be used here, got ${executor.name}: ${executor.problem}`);
	}

	const [, model = '', concurrency = '', workdir = '', budget = '', command = ''] = fields.map(field => typedIn(field));
	if (workdir === '') {
		throw new UserError('Expected the directory in which it works, got nothing.', 'usage');
	}

	return {
		executor: executor.name,
		model: model === '' ? null : model,
		concurrency: readConcurrency(concurrency),
		workdir,
		budgetUsd: usdIn(budget, 'the budget'),
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
		throw new UserError('Expected a program and its arguments as the command, got nothing.', 'usage');
	}

	return words;
}
