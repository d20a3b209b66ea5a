import type {Action, ActionForm, Scene} from '../../swarm/actions/action.js';
import {readField} from '../../swarm/actions/fields.js';
import {lineOf} from '../../views/lines.js';
import {textField, textIn, type FormDefinition} from './form.js';

/** The form of an action. */
export function actionForm(action: Action, form: ActionForm, scene: Scene): FormDefinition {
	const {title, notes, enterSteps = false} = form;
	const fields = form.fields.filter(({isFlagOnly}) => !isFlagOnly);
	const initial = form.initial?.(scene) ?? {};
	const enter = enterSteps ? 'Enter goes to the next field, and submits from the last one.' : 'Enter submits. Tab goes to the next field.';
	return {
		title,
		labels: fields.map(({label}) => label),
		enterSteps,
		initial: fields.map(({name}) => textField(initial[name])),
		isShown: () => true,
		lines: () => ['', ...notes, `${enter} Esc closes the form.`].map(text => lineOf(text, 'quiet')),
		async submit(typed, link) {
			const values = Object.fromEntries(fields.map((field, index) => [field.name, readField(field, textIn(typed[index]))]));
			const {outcome: {task}, ...report} = await link.perform(action, '', values);
			return {...report, task};
		},
	};
}
