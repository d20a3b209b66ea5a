import type {Report} from '../swarm/actions/action.js';
import type {ExecutorChoice, SwarmLink} from './swarm-link.js';
import {textInput, textOf} from './text-input.js';
import type {Line} from './view.js';
import type {FormLayer, ViewAction} from './view-state.js';

/** One field of a form: a text that is typed, or a choice. */
export type FormField
	= | {readonly kind: 'text'; readonly input: ReturnType<typeof textInput>}
		| {readonly kind: 'choice'; readonly options: readonly ExecutorChoice[]; readonly chosen: number};

/** What a form is made from. */
export type FormDefinition = {
	readonly title: string;
	/** One for each field. */
	readonly labels: readonly string[];
	/** Whether Enter goes through the fields before it submits. */
	readonly enterSteps: boolean;
	/** What the fields contain at first. */
	readonly initial: readonly FormField[];
	/** Whether a field is there, as the others are filled in. */
	readonly isShown: (fields: readonly FormField[], index: number) => boolean;
	/** Shown below the fields. */
	readonly lines: (fields: readonly FormField[]) => readonly Line[];
	/**
	Do what the form is for. Rejects with a message for the user.

	@returns What to tell the user, and what the screen does then.
	*/
	readonly submit: (fields: readonly FormField[], link: SwarmLink) => Promise<{readonly report: Report; readonly next: readonly ViewAction[]}>;
};

/** A field that holds a text. */
export function textField(text = ''): FormField {
	return {kind: 'text', input: textInput(text)};
}

/** What was typed into a field, trimmed. Empty for a choice. */
export function typedIn(field: FormField | undefined): string {
	return field?.kind === 'text' ? textOf(field.input).trim() : '';
}

/** The executor that is chosen in one of the fields; `null` as long as there is none to choose. */
export function chosenIn(fields: readonly FormField[]): ExecutorChoice | null {
	const choice = fields.find(field => field.kind === 'choice');
	return choice?.options[choice.chosen] ?? null;
}

/** The form with the focus on the next field (1) or the previous one (-1), around the ends. */
export function moveFocus(layer: FormLayer, by: 1 | -1): FormLayer {
	const {form: {isShown}, fields, focus} = layer;
	let next = focus;
	do {
		next = (next + by + fields.length) % fields.length;
	} while (!isShown(fields, next));

	return {...layer, focus: next};
}
