import {UserError} from '../protocol/user-error.js';
import {cleanText} from '../protocol/clean-text.js';
import {textInput} from './text-input.js';
import type {FormName, Layer} from './view-state.js';
import type {Line} from './view.js';

/** The fields of each form, with what stands in them at first. */
export const formLabels: Readonly<Record<FormName, ReadonlyArray<{readonly label: string; readonly initial: string}>>> = {
	publish: [{label: 'description', initial: ''}, {label: 'files', initial: ''}],
	'start-worker': [{label: 'concurrency', initial: '1'}],
};

/** The title of each form. */
export const formTitles: Readonly<Record<FormName, string>> = {
	publish: 'New task',
	'start-worker': 'Start a worker in this process',
};

/** What there is to know about each form. */
export const formLines: Readonly<Record<FormName, readonly Line[]>> = {
	publish: [
		{text: cleanText(''), style: 'plain'},
		{text: cleanText('Files are optional: paths with commas between them.'), style: 'quiet'},
		{text: cleanText('Enter goes on to the next field; in the last one it publishes. Esc leaves.'), style: 'quiet'},
	],
	'start-worker': [
		{text: cleanText(''), style: 'plain'},
		{text: cleanText('executor    dry-run: executes nothing and answers with simulated findings.'), style: 'plain'},
		{text: cleanText('            A task that it takes is answered, and no other worker will get it.'), style: 'warning'},
		{text: cleanText('            claude-cli, messages-api and command are not in this version.'), style: 'quiet'},
		{text: cleanText('Concurrency is how many tasks it executes at the same time, 1 to 100.'), style: 'quiet'},
		{text: cleanText('Enter starts it. It ends with this dashboard; S stops it before. Esc leaves.'), style: 'quiet'},
	],
};

/** A form as it is at first. */
export function freshForm(form: FormName): Layer {
	return {
		kind: 'form', form, inputs: formLabels[form].map(({initial}) => textInput(initial)), focus: 0, isBusy: false,
	};
}

/** The form with the focus moved by one field, around the ends. */
export function moveFocus(layer: Layer, by: 1 | -1): Layer {
	return layer.kind === 'form' ? {...layer, focus: (layer.focus + by + layer.inputs.length) % layer.inputs.length} : layer;
}

/** The file paths in a text with commas between them. */
export function readFiles(text: string): readonly string[] {
	return text.split(',').map(file => file.trim()).filter(file => file !== '');
}

/** @throws {UserError} when it is no whole number from 1 to 100. */
export function readConcurrency(text: string): number {
	const concurrency = Number(text.trim());
	if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
		throw new UserError(`Expected a concurrency from 1 to 100, got "${text}".`, 'usage');
	}

	return concurrency;
}
