import {views} from '../../views/view-list.js';
import {tasksView} from '../../views/tasks-view.js';
import {connectedLink, type Ui} from '../ui.js';
import {noLayer} from '../view-state.js';
import type {FormDefinition, FormField, FormLayer} from './form.js';
import {startWorkerForm} from './start-worker-form.js';
import type {TextInput} from './text-input.js';

/** Open a form, and look up what it lets choose from. */
export async function openForm(ui: Ui, form: FormDefinition): Promise<void> {
	ui.view.show({
		kind: 'form', form, fields: form.initial, focus: 0, isBusy: false,
	});
	try {
		await loadOptions(ui, form);
	} catch (error) {
		ui.view.sayError(error);
	}
}

/** Open the form that starts a worker. */
export async function openWorkerForm(ui: Ui): Promise<void> {
	await openForm(ui, startWorkerForm(ui.workdir));
}

/** Move the focus to the next field (1) or the previous one (-1), wrapping around. */
export function moveFocus(by: 1 | -1): (ui: Ui) => void {
	return ({view}) => {
		const {layer} = view.state;
		if (layer.kind === 'form') {
			const {form, fields} = layer;
			let {focus} = layer;
			do {
				focus = (focus + by + fields.length) % fields.length;
			} while (!form.isShown(fields, focus));

			view.show({...layer, focus});
		}
	};
}

/** Type into the focused field. */
export function typeInto(ui: Ui, change: (input: TextInput) => TextInput): void {
	changeField(ui, field => field.kind === 'text' ? {...field, input: change(field.input)} : field);
}

/** Handle a key in a choice field. @returns Whether a choice field has the focus. */
export function choose(ui: Ui, key: string): boolean {
	const {layer} = ui.view.state;
	const field = layer.kind === 'form' ? layer.fields[layer.focus] : undefined;
	if (field?.kind !== 'choice') {
		return false;
	}

	const count = field.options.length;
	const by = {left: -1, right: 1, ' ': 1}[key] ?? 0;
	if (by !== 0 && count > 0) {
		const chosen = (field.chosen + by + count) % count;
		changeField(ui, () => ({...field, chosen}));
		const {name, problem} = field.options[chosen]!;
		if (problem !== null) {
			ui.view.say(`${name} is not available: ${problem}`, 'warning');
		}
	}

	return true;
}

/** Go to the next field if Enter steps through the fields, else submit. A form that fails stays open with its values. */
export async function submit(ui: Ui): Promise<void> {
	const {view} = ui;
	const {layer} = view.state;
	if (layer.kind !== 'form' || layer.isBusy) {
		return;
	}

	const {form, fields, focus} = layer;
	if (form.enterSteps && focus < fields.length - 1) {
		moveFocus(1)(ui);
		return;
	}

	view.show({...layer, isBusy: true});
	try {
		if (form.loadOptions) {
			await loadOptions(ui, form);
		}

		const sent = layerOf(ui, form);
		if (sent) {
			const {task, ...report} = await form.submit(sent.fields, connectedLink(ui));
			// Do not navigate if the user left the form meanwhile.
			if (layerOf(ui, form)) {
				view.show(noLayer);
				if (task !== undefined) {
					view.dispatch({type: 'go-to', view: views.indexOf(tasksView)});
					view.dispatch({type: 'open', target: {kind: 'task', id: task}});
				}
			}

			view.sayReport(report);
		}
	} catch (error) {
		const failed = layerOf(ui, form);
		if (failed) {
			view.show({...failed, isBusy: false});
		}

		view.sayError(error);
	}
}

/** Fill the choice of a form, with the first available option chosen. Keeps the toast. */
async function loadOptions(ui: Ui, form: FormDefinition): Promise<void> {
	const options = await form.loadOptions?.(connectedLink(ui));
	const layer = layerOf(ui, form);
	if (options && layer?.fields.some(field => field.kind === 'choice' && field.options !== options)) {
		const {toast} = ui.view.state;
		const chosen = Math.max(0, options.findIndex(({problem}) => problem === null));
		ui.view.show({...layer, fields: layer.fields.map(field => field.kind === 'choice' ? {kind: 'choice', options, chosen} : field)});
		ui.view.dispatch({type: 'toast', toast});
	}
}

/** The layer of a form, unless it was left. */
function layerOf({view}: Ui, form: FormDefinition): FormLayer | null {
	const {layer} = view.state;
	return layer.kind === 'form' && layer.form === form ? layer : null;
}

/** Change the focused field, unless the form is busy. */
function changeField({view}: Ui, change: (field: FormField) => FormField): void {
	const {layer} = view.state;
	if (layer.kind === 'form' && !layer.isBusy) {
		view.show({...layer, fields: layer.fields.map((field, index) => index === layer.focus ? change(field) : field)});
	}
}
