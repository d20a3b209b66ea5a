import type {Action, Scene} from '../../swarm/actions/action.js';
import {connectedLink, type ControllerOptions} from '../controller-options.js';
import {moveFocus} from './form-fields.js';
import {actionForm} from './action-form.js';
import {startWorkerForm} from './start-worker-form.js';
import type {TextInput} from './text-input.js';
import type {FormDefinition, FormField, FormLayer} from '../view-state.js';
import type {ViewStore} from '../view-store.js';

/**
Edits and submits forms. A *busy* form is being submitted and is read-only: it closes on success and reopens with its values on failure. Executors are looked up when the form opens.
*/
export class FormControl {
	readonly #view: ViewStore;
	readonly #options: ControllerOptions;
	/** Resolves when the form lists the executors. `null`: not requested, or the lookup failed. */
	#asked: Promise<void> | null = null;

	constructor(view: ViewStore, options: ControllerOptions) {
		this.#view = view;
		this.#options = options;
	}

	/** Open the form of an action. */
	openFor(action: Action, scene: Scene): void {
		if (action.form) {
			this.#open(actionForm(action, action.form, scene));
		}
	}

	/** Open the form that starts a worker. */
	openForWorker(): void {
		this.#open(startWorkerForm(this.#options.workdir));
	}

	/** Move the focus to another field. */
	moveFocus(by: 1 | -1): void {
		const layer = this.#layer;
		if (layer) {
			this.#show(moveFocus(layer, by));
		}
	}

	/** Type into the focused field. */
	type(change: (input: TextInput) => TextInput): void {
		this.#change(field => field.kind === 'text' ? {...field, input: change(field.input)} : field);
	}

	/** Handle a key in a choice field. @returns Whether a choice field has the focus. */
	choose(key: string): boolean {
		const layer = this.#layer;
		const field = layer?.fields[layer.focus];
		if (field?.kind !== 'choice') {
			return false;
		}

		const count = field.options.length;
		const by = {left: -1, right: 1, ' ': 1}[key] ?? 0;
		if (by !== 0 && count > 0) {
			const chosen = (field.chosen + by + count) % count;
			this.#change(() => ({...field, chosen}));
			const {name, problem} = field.options[chosen]!;
			if (problem !== null) {
				this.#view.say(`${name} is not available: ${problem}`, 'warning');
			}
		}

		return true;
	}

	/** Handle Enter: go to the next field if the form steps through its fields, else submit. */
	async submit(): Promise<void> {
		const layer = this.#layer;
		if (!layer || layer.isBusy) {
			return;
		}

		const {form} = layer;
		if (form.enterSteps && layer.focus < layer.fields.length - 1) {
			this.moveFocus(1);
			return;
		}

		this.#show({...layer, isBusy: true});
		const stillOpen = () => this.#layer?.isBusy && this.#layer.form === form ? this.#layer : null;
		try {
			if (hasChoice(layer.fields)) {
				await this.#executorsAreIn();
			}

			const sent = stillOpen();
			if (sent) {
				const {report, next} = await form.submit(sent.fields, connectedLink(this.#options));
				// Do not navigate if the user left the form meanwhile.
				for (const action of stillOpen() ? next : []) {
					this.#view.dispatch(action);
				}

				this.#view.sayReport(report);
			}
		} catch (error) {
			const open = stillOpen();
			if (open) {
				this.#show({...open, isBusy: false});
			}

			this.#view.sayError(error);
		}
	}

	get #layer(): FormLayer | null {
		const {layer} = this.#view.state;
		return layer.kind === 'form' ? layer : null;
	}

	#open(form: FormDefinition): void {
		this.#show({
			kind: 'form', form, fields: form.initial, focus: 0, isBusy: false,
		});
		this.#asked = null;
		if (hasChoice(form.initial)) {
			void this.#offerExecutors();
		}
	}

	#show(layer: FormLayer): void {
		this.#view.dispatch({type: 'show', layer});
	}

	/** Change the focused field, unless the form is busy. */
	#change(change: (field: FormField) => FormField): void {
		const layer = this.#layer;
		if (layer && !layer.isBusy) {
			this.#show({...layer, fields: layer.fields.map((field, index) => index === layer.focus ? change(field) : field)});
		}
	}

	async #offerExecutors(): Promise<void> {
		try {
			await this.#executorsAreIn();
		} catch (error) {
			this.#view.sayError(error);
		}
	}

	async #executorsAreIn(): Promise<void> {
		this.#asked ??= this.#askForExecutors();
		await this.#asked;
	}

	async #askForExecutors(): Promise<void> {
		try {
			const options = await connectedLink(this.#options).executors();
			const chosen = Math.max(0, options.findIndex(({problem}) => problem === null));
			const layer = this.#layer;
			if (layer) {
				const {toast} = this.#view.state;
				this.#show({...layer, fields: layer.fields.map(field => field.kind === 'choice' ? {kind: 'choice', options, chosen} : field)});
				this.#view.dispatch({type: 'toast', toast});
			}
		} catch (error) {
			this.#asked = null;
			throw error;
		}
	}
}

function hasChoice(fields: readonly FormField[]): boolean {
	return fields.some(({kind}) => kind === 'choice');
}
