import {cleanText} from '../../protocol/clean-text.js';
import type {Action, ActionForm, Scene} from '../../swarm/actions/action.js';
import {readField} from '../../swarm/actions/fields.js';
import {textField, typedIn} from './form-fields.js';
import {noLayer, type FormDefinition} from '../view-state.js';
import {viewNumbers} from '../../views/all-views.js';

/** The form of an action. */
export function actionForm(action: Action, form: ActionForm, scene: Scene): FormDefinition {
	const fields = form.fields.filter(({isFlagOnly}) => !isFlagOnly);
	const initial = form.initial?.(scene) ?? {};
	const enter = form.enterSteps ? 'Enter goes to the next field, and submits from the last one.' : 'Enter submits. Tab goes to the next field.';
	return {
		title: form.title,
		labels: fields.map(({label}) => label),
		enterSteps: form.enterSteps ?? false,
		initial: fields.map(({name}) => textField(initial[name])),
		isShown: () => true,
		lines: () => ['', ...form.notes, `${enter} Esc leaves.`].map(text => ({text: cleanText(text), style: 'quiet'})),
		async submit(typed, link) {
			const values = Object.fromEntries(fields.map((field, index) => [field.name, readField(field, typedIn(typed[index]))]));
			const {outcome: {task}, ...report} = await link.perform(action, '', values);
			return {
				report,
				next: task === undefined ? [{type: 'show', layer: noLayer}] : [{type: 'go-to', view: viewNumbers.tasks}, {type: 'open', target: {kind: 'task', id: task}}],
			};
		},
	};
}
