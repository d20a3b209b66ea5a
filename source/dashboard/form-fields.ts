import {parseUsd} from '../money/usd.js';
import {UserError} from '../protocol/user-error.js';
import type {Snapshot} from '../store/snapshot.js';
import {expectedUsd} from '../text/money.js';
import type {Actions, ExecutorChoice} from './actions.js';
import {textInput, textOf} from './text-input.js';
import type {Line} from './view.js';
import type {FormLayer, ViewAction} from './view-state.js';

/** One field of a form: a text that is typed, or a choice. */
export type FormField
	= | {readonly kind: 'text'; readonly input: ReturnType<typeof textInput>}
		| {readonly kind: 'choice'; readonly options: readonly ExecutorChoice[]; readonly chosen: number};

/** What stands in a form at first depends on this. */
export type FormBeginning = {readonly snapshot: Snapshot; readonly workdir: string};

/** A form, as it is written down. */
export type FormDefinition = {
	readonly title: string;
	/** One for each field. */
	readonly labels: readonly string[];
	/** Whether Enter goes through the fields before it submits. */
	readonly enterSteps: boolean;
	readonly fresh: (beginning: FormBeginning) => readonly FormField[];
	/** Whether a field is there, as the others are filled in. */
	readonly isShown: (fields: readonly FormField[], index: number) => boolean;
	/** What there is to know, said below the fields. */
	readonly lines: (fields: readonly FormField[]) => readonly Line[];
	/**
	Do what the form is for.

	@returns What the screen does then.
	@throws What the action throws; its message is for the user.
	*/
	readonly submit: (fields: readonly FormField[], actions: Actions) => Promise<readonly ViewAction[]>;
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

/** The form with the focus moved by one of the fields that are there, around the ends. */
export function moveFocus(layer: FormLayer, {isShown}: FormDefinition, by: 1 | -1): FormLayer {
	const {fields, focus} = layer;
	let next = focus;
	do {
		next = (next + by + fields.length) % fields.length;
	} while (!isShown(fields, next));

	return {...layer, focus: next};
}

/**
The US dollars typed into a field; `null` if it is empty.

@throws {UserError} if it holds something else.
*/
export function usdIn(text: string, name: string): number | null {
	const usd = parseUsd(text);
	if (usd === null && text !== '') {
		throw new UserError(expectedUsd(name, text), 'usage');
	}

	return usd;
}
