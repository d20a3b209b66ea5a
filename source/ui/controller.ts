import {asError, UserError} from '../protocol/user-error.js';
import type {Actions} from './actions.js';
import type {ControllerOptions} from './controller-options.js';
import {
	detailsOf, loadDetails, nothingLoaded, type Details, type Loaded,
} from './details.js';
import {stopWorkers, submitForm} from './form-actions.js';
import {freshForm, moveFocus} from './forms.js';
import {helpLines} from './help.js';
import {commandFor, type Command} from './keys.js';
import {shareHeight} from './list.js';
import {step, type Move} from './movement.js';
import {lastScroll, scrollable} from './scrolled.js';
import {
	insert, textInput, textOf, typeKey, type TextInput,
} from './text-input.js';
import type {Target, View} from './view.js';
import {
	contextOf, initialViewState, reduceView, type ListState, type ViewAction, type ViewState,
} from './view-state.js';
import {viewNumbers, views} from './views/all.js';

/**
Turns keys into view states and actions. It knows no React: the components draw its state, so that two keys that come in one read see each other's effect.
*/
export class Controller {
	/** Where the user is. */
	state: ViewState = initialViewState(views.length);
	/** What was loaded for the topmost details. */
	loaded: Loaded = nothingLoaded;
	readonly #options: ControllerOptions;
	readonly #listeners = new Set<() => void>();

	constructor(options: ControllerOptions) {
		this.#options = options;
	}

	/** The view that is open. */
	get view(): View {
		return views[this.state.view]!;
	}

	/** What is remembered of the open view's list. */
	get list(): ListState {
		return this.state.lists[this.state.view]!;
	}

	/** The number of the selected row: where its id is now, else where it was. */
	get index(): number {
		const {selectedId, index} = this.list;
		const snapshot = this.#options.snapshot();
		const found = selectedId === null ? 0 : this.view.indexOf(snapshot, this.list, selectedId);
		return found === -1 ? Math.max(0, Math.min(index, this.view.count(snapshot, this.list) - 1)) : found;
	}

	/** The details on top, or `null`. */
	get details(): Details | null {
		const target = this.state.details.at(-1)?.target;
		return target ? detailsOf(target, this.#options.snapshot(), this.loaded) : null;
	}

	/** Be told when the state changed. @returns Ends it. */
	readonly subscribe = (listener: () => void): () => void => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** A key was pressed, by its name. */
	press(key: string): void {
		const command = commandFor(key, contextOf(this.state));
		if (command) {
			this.#run(command, key);
		} else {
			this.#type(input => typeKey(input, key));
		}
	}

	/** A text was pasted. Where nothing can be typed it does nothing: a pasted text is not a row of key strokes. */
	paste(text: string): void {
		this.#type(input => insert(input, text));
	}

	get #actions(): Actions {
		const actions = this.#options.actions();
		if (!actions) {
			throw new UserError('Not connected yet. Try again in a moment.');
		}

		return actions;
	}

	#dispatch(action: ViewAction): void {
		const before = this.state.details.at(-1)?.target;
		this.state = reduceView(this.state, action);
		const target = this.state.details.at(-1)?.target;
		if (target !== before) {
			this.loaded = nothingLoaded;
			if (target) {
				void this.#load(target);
			}
		}

		for (const listener of this.#listeners) {
			listener();
		}
	}

	#run(command: Command, key: string): void {
		switch (command) {
			case 'leave': {
				this.#options.quit();
				break;
			}

			case 'quit': {
				if (contextOf(this.state) === 'list') {
					this.#options.quit();
				} else {
					this.#dispatch({type: 'back'});
				}

				break;
			}

			case 'back': {
				this.#dispatch({type: 'back'});
				break;
			}

			case 'help': {
				this.#dispatch(this.state.layer.kind === 'help' ? {type: 'back'} : {type: 'show', layer: {kind: 'help', scroll: 0}});
				break;
			}

			case 'repaint': {
				this.#options.repaint();
				break;
			}

			case 'up':
			case 'down':
			case 'page-up':
			case 'page-down':
			case 'first':
			case 'last': {
				this.#move(command);
				break;
			}

			case 'view': {
				this.#dispatch({type: 'go-to', view: Number(key) - 1});
				break;
			}

			case 'next-view':
			case 'previous-view': {
				const step = command === 'next-view' ? 1 : views.length - 1;
				this.#dispatch({type: 'go-to', view: (this.state.view + step) % views.length});
				break;
			}

			case 'problems': {
				this.#dispatch({type: 'go-to', view: viewNumbers.overview});
				this.#dispatch({type: 'filter', filter: 'problem'});
				break;
			}

			case 'open':
			case 'follow': {
				const target = command === 'follow' ? this.details?.next : this.view.targetAt(this.#options.snapshot(), this.list, this.index);
				if (target) {
					this.#dispatch({type: 'open', target});
				}

				break;
			}

			case 'filter': {
				this.#dispatch({type: 'show', layer: {kind: 'filter', input: textInput(this.list.filter)}});
				break;
			}

			case 'keep-filter': {
				this.#dispatch({type: 'show', layer: {kind: 'none'}});
				break;
			}

			case 'sort': {
				this.#sort();
				break;
			}

			case 'publish':
			case 'start-worker': {
				this.#dispatch({type: 'show', layer: freshForm(command)});
				break;
			}

			case 'next-field': {
				this.#dispatch({type: 'show', layer: moveFocus(this.state.layer, key === 'up' || key === 'shift-tab' ? -1 : 1)});
				break;
			}

			case 'submit': {
				void this.#submit();
				break;
			}

			case 'stop-workers': {
				this.#stopWorkers();
				break;
			}
		}
	}

	#type(change: (input: TextInput) => TextInput): void {
		const {layer} = this.state;
		if (layer.kind === 'filter') {
			const input = change(layer.input);
			this.#dispatch({type: 'show', layer: {kind: 'filter', input}});
			this.#dispatch({type: 'filter', filter: textOf(input)});
		} else if (layer.kind === 'form' && !layer.isBusy) {
			this.#dispatch({type: 'show', layer: {...layer, inputs: layer.inputs.map((input, index) => index === layer.focus ? change(input) : input)}});
		}
	}

	#move(command: Move): void {
		const {width, height} = this.#options.size();
		const snapshot = this.#options.snapshot();
		if (contextOf(this.state) === 'list') {
			const count = this.view.count(snapshot, this.list);
			const page = shareHeight(height, this.view.summary(snapshot, {width, height}).length).rows;
			const index = step(command, this.index, page, count - 1);
			this.#dispatch({type: 'select', index, id: index === 0 ? null : this.view.idAt(snapshot, this.list, index)});
			return;
		}

		const {layer, details} = this.state;
		const lines = layer.kind === 'help' ? helpLines() : this.details?.lines ?? [];
		const from = layer.kind === 'help' ? layer.scroll : details.at(-1)?.scroll ?? 0;
		this.#dispatch({type: 'scroll', to: step(command, from, height - 1, lastScroll(scrollable(lines, width).length, height))});
	}

	#sort(): void {
		const {sortable} = this.view;
		const next = sortable[this.list.sortedBy === null ? 0 : sortable.indexOf(this.list.sortedBy) + 1] ?? null;
		this.#dispatch({type: 'sort', column: next});
		this.#say(next === null ? 'in the usual order' : `sorted by ${next.toLowerCase()}`);
	}

	async #submit(): Promise<void> {
		const {layer} = this.state;
		if (layer.kind !== 'form' || layer.isBusy) {
			return;
		}

		if (layer.focus < layer.inputs.length - 1) {
			this.#dispatch({type: 'show', layer: {...layer, focus: layer.focus + 1}});
			return;
		}

		this.#dispatch({type: 'show', layer: {...layer, isBusy: true}});
		try {
			for (const action of await submitForm(layer.form, layer.inputs.map(input => textOf(input)), this.#actions)) {
				this.#dispatch(action);
			}
		} catch (error) {
			// Who has left the form meanwhile does not get it back.
			if (this.state.layer.kind === 'form') {
				this.#dispatch({type: 'show', layer});
			}

			this.#say(asError(error).message, 'bad');
		}
	}

	#stopWorkers(): void {
		const selected = this.view.targetAt(this.#options.snapshot(), this.list, this.index);
		this.#dispatch({type: 'toast', toast: stopWorkers(selected, this.#options.actions())});
	}

	async #load(target: Target): Promise<void> {
		try {
			const loaded = await loadDetails(target, this.#actions);
			if (this.state.details.at(-1)?.target === target) {
				this.loaded = loaded;
				this.#dispatch({type: 'toast', toast: this.state.toast});
			}
		} catch (error) {
			this.#say(asError(error).message, 'bad');
		}
	}

	#say(text: string, style: 'plain' | 'good' | 'warning' | 'bad' = 'plain'): void {
		this.#dispatch({type: 'toast', toast: {text, style}});
	}
}
