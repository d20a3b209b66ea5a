import {clean, cleanText} from '../../protocol/clean-text.js';
import {textField, typedIn, type FormDefinition} from '../form-fields.js';
import type {Toast} from '../view-state.js';
import {viewNumbers} from '../views/all.js';

/** Write a task and publish it. */
export const publishForm: FormDefinition = {
	title: 'New task',
	labels: ['description', 'files'],
	enterSteps: true,
	fresh: () => [textField(), textField()],
	isShown: () => true,
	lines: () => [
		{text: cleanText(''), style: 'plain'},
		{text: cleanText('Files are optional: paths with commas between them.'), style: 'quiet'},
		{text: cleanText('Enter goes on to the next field; in the last one it publishes. Esc leaves.'), style: 'quiet'},
	],
	async submit([description, files], actions) {
		const paths = typedIn(files).split(',').map(file => file.trim()).filter(file => file !== '');
		const {id, heardBy} = await actions.publish(typedIn(description), paths);
		return [
			{type: 'go-to', view: viewNumbers.tasks},
			{type: 'open', target: {kind: 'task', id}},
			{type: 'toast', toast: heardToast(id, heardBy)},
		];
	},
};

function heardToast(id: string, heardBy: number): Toast {
	return heardBy === 0
		? {text: clean`${id} was published, but no worker listens: go back and press w to start one`, style: 'warning'}
		: {text: clean`${id} was published, ${heardBy} ${heardBy === 1 ? 'worker' : 'workers'} heard it`, style: 'good'};
}
