import type {ExecutorChoice} from '../swarm-link.js';
import {textInput, textOf} from './text-input.js';
import type {FormField, FormLayer} from '../view-state.js';

/** A field that holds a text. */
export function textField(text = ''): FormField {
	return {kind: 'text', input: textInput(text)};
}

/** The trimmed text of a field. Empty for a choice. */
export function typedIn(field: FormField | undefined): string {
	return field?.kind === 'text' ? textOf(field.input).trim() : '';
}

/** The chosen executor; `null` while there are none to choose from. */
export function chosenIn(fields: readonly FormField[]): ExecutorChoice | null {
	const choice = fields.find(field => field.kind === 'choice');
	return choice?.options[choice.chosen] ?? null;
}

/** The form with the focus on the next field (1) or the previous one (-1), wrapping around. */
export function moveFocus(layer: FormLayer, by: 1 | -1): FormLayer {
	const {form: {isShown}, fields, focus} = layer;
	let next = focus;
	do {
		next = (next + by + fields.length) % fields.length;
	} while (!isShown(fields, next));

	return {...layer, focus: next};
}
