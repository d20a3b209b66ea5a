import type {Actions} from './actions.js';
import {readConcurrency, readFiles} from './forms.js';
import type {Target} from './view.js';
import type {FormName, Toast, ViewAction} from './view-state.js';
import {viewNumbers} from './views/all.js';

/**
Do what a form is for.

@param texts What was typed into its fields.
@returns What the screen does then.
@throws What the action throws; its message is for the user.
*/
export async function submitForm(form: FormName, texts: readonly string[], actions: Actions): Promise<readonly ViewAction[]> {
	const [first = '', second = ''] = texts;
	switch (form) {
		case 'publish': {
			const {id, heardBy} = await actions.publish(first, readFiles(second));
			return [
				{type: 'go-to', view: viewNumbers.tasks},
				{type: 'open', target: {kind: 'task', id}},
				{type: 'toast', toast: heardToast(id, heardBy)},
			];
		}

		case 'start-worker': {
			const id = await actions.startWorker(readConcurrency(first));
			return [{type: 'back'}, {type: 'toast', toast: {text: `worker ${id} was started`, style: 'good'}}];
		}
	}
}

function heardToast(id: string, heardBy: number): Toast {
	return heardBy === 0
		? {text: `${id} was published, but no worker listens: go back and press w to start one`, style: 'warning'}
		: {text: `${id} was published, ${heardBy} ${heardBy === 1 ? 'worker' : 'workers'} heard it`, style: 'good'};
}

/**
Stop the selected worker if it runs in this process, else all that do.

@returns What to tell the user.
*/
export function stopWorkers(selected: Target | null, actions: Actions | null): Toast {
	const isOwn = selected?.kind === 'worker' && actions?.ownWorkers().some(({id}) => id === selected.id);
	const count = actions?.stopWorkers(isOwn ? selected.id : null) ?? 0;
	return count === 0
		? {text: 'no worker was started here', style: 'warning'}
		: {text: `${count} ${count === 1 ? 'worker finishes' : 'workers finish'} what is in hand, then stop`, style: 'good'};
}
