import type {
	Action, ActionForm, Report, Scene,
} from '../../swarm/actions/action.js';
import {readField} from '../../swarm/actions/fields.js';
import {lineOf, type Line} from '../../views/lines.js';
import type {ExecutorChoice} from '../../executors/registry.js';
import type {SwarmLink} from '../swarm-link.js';
import {textInput, textOf, type TextInput} from './text-input.js';

/** A field: text, or a choice of executors. */
export type FormField
	= | {readonly kind: 'text'; readonly input: TextInput}
		| {readonly kind: 'choice'; readonly options: readonly ExecutorChoice[]; readonly chosen: number};

/** The definition of a form. */
export type FormDefinition = {
	readonly title: string;
	/** One per field. */
	readonly labels: readonly string[];
	/** Whether Enter steps through the fields before it submits. */
	readonly enterSteps: boolean;
	/** The initial fields. */
	readonly initial: readonly FormField[];
	/** Whether a field is shown, given the values of the others. */
	readonly isShown: (fields: readonly FormField[], index: number) => boolean;
	/** Shown below the fields. */
	readonly lines: (fields: readonly FormField[]) => readonly Line[];
	/** Look up the options of the choice. The same array every time, once it succeeded. */
	readonly loadOptions?: (link: SwarmLink) => Promise<readonly ExecutorChoice[]>;
	/** Submit the form. Resolves with the report, and the id of a new task. Rejects with a message for the user. */
	readonly submit: (fields: readonly FormField[], link: SwarmLink) => Promise<Report & {readonly task?: string}>;
};

/** An open form. */
export type FormLayer = {
	readonly kind: 'form';
	readonly form: FormDefinition;
	readonly fields: readonly FormField[];
	/** The index of the focused field. */
	readonly focus: number;
	/** Being submitted, and read-only until then. */
	readonly isBusy: boolean;
};

/** A text field. */
export function textField(text = ''): FormField {
	return {kind: 'text', input: textInput(text)};
}

/** The trimmed text of a field. Empty for a choice. */
export function textIn(field: FormField | undefined): string {
	return field?.kind === 'text' ? textOf(field.input).trim() : '';
}

/** The chosen executor; `null` while there are none to choose from. */
export function chosenIn(fields: readonly FormField[]): ExecutorChoice | null {
	const choice = fields.find(field => field.kind === 'choice');
	return choice?.options[choice.chosen] ?? null;
}

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
