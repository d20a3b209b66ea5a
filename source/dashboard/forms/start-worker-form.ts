import {clean} from '../../protocol/clean-text.js';
import {UserError} from '../../protocol/user-error.js';
import {readUsdField} from '../../swarm/actions/fields.js';
import {lineOf, type Line} from '../../views/lines.js';
import type {ExecutorChoice} from '../../executors/registry.js';
import type {NewWorker} from '../swarm-link.js';
import {
	chosenIn, textField, textIn, type FormDefinition, type FormField,
} from './form.js';

const labels = ['executor', 'model', 'concurrency', 'directory', 'budget', 'command'];

/** The form that starts a worker in this process. */
export function startWorkerForm(workdir: string): FormDefinition {
	let lookup: Promise<readonly ExecutorChoice[]> | null = null;
	return {
		title: 'Start a worker in this dashboard',
		labels,
		enterSteps: false,
		initial: [{kind: 'choice', options: [], chosen: 0}, textField(), textField('1'), textField(workdir), textField(), textField()],
		isShown: (fields, index) => labels[index] !== 'command' || chosenIn(fields)?.name === 'command',
		lines: fields => [...(chosenIn(fields)?.name === 'dry-run' ? dryRunWarning : []), lineOf(''), ...choices(fields), ...notes],
		async loadOptions(link) {
			lookup ??= link.executors();
			try {
				return await lookup;
			} catch (error) {
				lookup = null;
				throw error;
			}
		},
		async submit(fields, link) {
			const id = await link.startWorker(readWorker(fields));
			return {text: clean`Started worker ${id}.`, level: 'good'};
		},
	};
}

const notes: readonly Line[] = [
	'',
	'← → choose the executor, Tab goes to the next field. Enter starts the worker, Esc closes the form.',
	'Model: empty for the default of the executor. Budget: empty for no limit of its own; the swarm budget still applies.',
	'Concurrency: how many tasks it runs at a time, 1 to 100.',
	'The worker stops when this dashboard quits. D drains it earlier.',
].map(text => lineOf(text, 'quiet'));

const dryRunWarning: readonly Line[] = [
	'dry-run does not run tasks: it answers with simulated findings.',
	'A task that it answers is done: no other worker will get it.',
].map(text => lineOf(text, 'warning'));

function choices(fields: readonly FormField[]): readonly Line[] {
	const chosen = chosenIn(fields);
	const options = fields.flatMap(field => field.kind === 'choice' ? field.options : []);
	return options.map(option => lineOf(`${option === chosen ? '▸' : ' '} ${option.name.padEnd(14)}${aboutChoice(option)}`, option.problem === null ? 'plain' : 'quiet'));
}

/** What an executor is, or why it is not available. */
export function aboutChoice({about, problem}: ExecutorChoice): string {
	return problem === null ? about : `not available: ${problem}`;
}

function readWorker(fields: readonly FormField[]): NewWorker {
	const executor = chosenIn(fields);
	expect(executor, 'Expected an executor, but they are still being looked up. Try again in a moment.');
	expect(executor.problem === null, `Expected an available executor, got ${executor.name}: ${executor.problem}`);
	const [, model = '', concurrency = '', workdir = '', budget = '', commandLine = ''] = fields.map(field => textIn(field));
	const isCount = Number.isInteger(Number(concurrency)) && Number(concurrency) >= 1 && Number(concurrency) <= 100;
	expect(isCount, `Expected a concurrency from 1 to 100, got "${concurrency}".`);
	expect(workdir !== '', 'Expected a directory, got nothing.');
	const budgetUsd = readUsdField('budget', budget);
	const command = executor.name === 'command' ? splitCommandLine(commandLine) : [];
	expect(executor.name !== 'command' || command.length > 0, 'Expected a program and its arguments for command, got nothing.');
	return {
		executor: executor.name, model: model === '' ? null : model, concurrency: Number(concurrency), workdir, budgetUsd, command,
	};
}

/** Split a command line into words at spaces, except within quotes. Variables, wildcards and backslashes have no meaning. @throws {UserError} if a quote is not closed. */
export function splitCommandLine(text: string): readonly string[] {
	const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*'|["'].*$)+/gu) ?? [];
	return words.map(word => word.replaceAll(/"([^"]*)"|'([^']*)'|["'].*$/gu, (part, double: string | undefined, single: string | undefined) => {
		const inside = double ?? single;
		if (inside === undefined) {
			throw new UserError(`Expected a closing quote, got ${part}`, 'usage');
		}

		return inside;
	}));
}

function expect(condition: unknown, message: string): asserts condition {
	if (!condition) {
		throw new UserError(message, 'usage');
	}
}
