import {connectedActions, type ControllerOptions} from './controller-options.js';
import {moveFocus, type FormField} from './form-fields.js';
import {forms} from './forms/all.js';
import type {TextInput} from './text-input.js';
import type {FormLayer, FormName} from './view-state.js';
import type {ViewStore} from './view-store.js';

/**
Fills in forms. A form is *open* until it is left or submitted; while it is *busy* nothing of it can be changed, and it closes when that went well, or is open again with what was typed. Executors are asked for when it is opened, and put in when they come.
*/
export class FormControl {
	readonly #view: ViewStore;
	readonly #options: ControllerOptions;
	/** Resolves when the executors are in the form. `null`: they were not asked for, or did not come. */
	#asked: Promise<void> | null = null;

	constructor(view: ViewStore, options: ControllerOptions) {
		this.#view = view;
		this.#options = options;
	}

	/** Open a form. */
	open(form: FormName): void {
		const {snapshot, workdir} = this.#options;
		const fields = forms[form].fresh({snapshot: snapshot(), workdir});
		this.#show({
			kind: 'form', form, fields, focus: 0, isBusy: false,
		});
		this.#asked = null;
		if (hasChoice(fields)) {
			void this.#offerExecutors();
		}
	}

	/** The focus goes to another field. */
	moveFocus(by: 1 | -1): void {
		const layer = this.#layer;
		if (layer) {
			this.#show(moveFocus(layer, forms[layer.form], by));
		}
	}

	/** Something is typed into the field that has the focus. */
	type(change: (input: TextInput) => TextInput): void {
		this.#change(field => field.kind === 'text' ? {...field, input: change(field.input)} : field);
	}

	/** A key is pressed in a field with a choice. @returns Whether the field is one. */
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
				this.#view.say(`${name} cannot be used here: ${problem}`, 'warning');
			}
		}

		return true;
	}

	/** Enter: on to the next field where the form wants that, else do what the form is for. */
	async submit(): Promise<void> {
		const layer = this.#layer;
		if (!layer || layer.isBusy) {
			return;
		}

		const definition = forms[layer.form];
		if (definition.enterSteps && layer.focus < layer.fields.length - 1) {
			this.moveFocus(1);
			return;
		}

		this.#show({...layer, isBusy: true});
		const stillOpen = () => this.#layer?.isBusy && this.#layer.form === layer.form ? this.#layer : null;
		try {
			if (hasChoice(layer.fields)) {
				await this.#executorsAreIn();
			}

			const sent = stillOpen();
			if (sent) {
				const actions = await definition.submit(sent.fields, connectedActions(this.#options));
				// Who has left the form meanwhile stays where he is.
				for (const action of stillOpen() ? actions : actions.filter(({type}) => type === 'toast')) {
					this.#view.dispatch(action);
				}
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

	#show(layer: FormLayer): void {
		this.#view.dispatch({type: 'show', layer});
	}

	/** Change the field that has the focus, unless the form is busy. */
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
			const options = await connectedActions(this.#options).executors();
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
