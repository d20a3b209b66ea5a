import {ActControl} from './act-control.js';
import type {ControllerOptions} from './controller-options.js';
import {DetailLoader} from './detail-loader.js';
import {detailsOf, type Loaded} from './details.js';
import type {Details} from './details/lines.js';
import {FormControl} from './form-control.js';
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
	contextOf, initialViewState, noLayer, type ListState, type ViewState,
} from './view-state.js';
import {ViewStore} from './view-store.js';
import {viewNumbers, views} from './views/all.js';

/**
Turns keys into view states and actions. It knows no React: the components draw its state, so that two keys that come in one read see each other's effect.
*/
export class Controller {
	/** Be told when the state changed. @returns Ends it. */
	readonly subscribe: (listener: () => void) => () => void;
	readonly #options: ControllerOptions;
	readonly #store = new ViewStore(initialViewState(views.length));
	readonly #loader: DetailLoader;
	readonly #forms: FormControl;
	readonly #acts: ActControl;

	constructor(options: ControllerOptions) {
		this.#options = options;
		this.#loader = new DetailLoader(this.#store, options);
		this.#forms = new FormControl(this.#store, options);
		this.#acts = new ActControl(this.#store, options);
		this.subscribe = this.#store.subscribe;
	}

	/** Where the user is. */
	get state(): ViewState {
		return this.#store.state;
	}

	/** What was loaded for the topmost details. */
	get loaded(): Loaded {
		return this.#loader.loaded;
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

	/** What keys act on: what the topmost details show, else what the selected row stands for. */
	get target(): Target | null {
		return this.state.details.at(-1)?.target ?? this.view.targetAt(this.#options.snapshot(), this.list, this.index);
	}

	/** A key was pressed, by its name. */
	press(key: string): void {
		const command = commandFor(key, contextOf(this.state));
		if (command) {
			this.#run(command, key);
		} else if (!this.#forms.choose(key)) {
			this.#type(input => typeKey(input, key));
		}
	}

	/** A text was pasted. Where nothing can be typed it does nothing: a pasted text is not a row of key strokes. */
	paste(text: string): void {
		this.#type(input => insert(input, text));
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
					this.#store.dispatch({type: 'back'});
				}

				break;
			}

			case 'back': {
				this.#store.dispatch({type: 'back'});
				break;
			}

			case 'help': {
				this.#store.dispatch(this.state.layer.kind === 'help' ? {type: 'back'} : {type: 'show', layer: {kind: 'help', scroll: 0}});
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
				this.#store.dispatch({type: 'go-to', view: Number(key) - 1});
				break;
			}

			case 'next-view':
			case 'previous-view': {
				const step = command === 'next-view' ? 1 : views.length - 1;
				this.#store.dispatch({type: 'go-to', view: (this.state.view + step) % views.length});
				break;
			}

			case 'problems': {
				this.#store.dispatch({type: 'go-to', view: viewNumbers.overview});
				this.#store.dispatch({type: 'filter', filter: 'problem'});
				break;
			}

			case 'open':
			case 'follow': {
				const target = command === 'follow' ? this.details?.next : this.target;
				this.#store.dispatch(target
					? {type: 'open', target}
					: {type: 'toast', toast: {text: command === 'follow' ? 'nothing belongs to it' : 'this row has no details', style: 'quiet'}});
				break;
			}

			case 'filter': {
				this.#store.dispatch({type: 'show', layer: {kind: 'filter', input: textInput(this.list.filter)}});
				break;
			}

			case 'keep-filter': {
				this.#store.dispatch({type: 'show', layer: noLayer});
				break;
			}

			case 'sort': {
				this.#sort();
				break;
			}

			case 'publish':
			case 'start-worker':
			case 'change-budget': {
				this.#forms.open(command);
				break;
			}

			case 'next-field': {
				this.#forms.moveFocus(key === 'up' || key === 'shift-tab' ? -1 : 1);
				break;
			}

			case 'submit': {
				void this.#forms.submit();
				break;
			}

			case 'rescue':
			case 'cancel':
			case 'retry':
			case 'pause':
			case 'drain':
			case 'abort': {
				this.#acts.begin(command, this.target);
				break;
			}

			case 'other-choice': {
				this.#acts.turn();
				break;
			}

			case 'choose':
			case 'yes': {
				this.#acts.answer(command === 'yes' ? 'yes' : 'focus');
				break;
			}
		}
	}

	#type(change: (input: TextInput) => TextInput): void {
		const {layer} = this.state;
		if (layer.kind === 'filter') {
			const input = change(layer.input);
			this.#store.dispatch({type: 'show', layer: {kind: 'filter', input}});
			this.#store.dispatch({type: 'filter', filter: textOf(input)});
		} else {
			this.#forms.type(change);
		}
	}

	#move(command: Move): void {
		const {width, height} = this.#options.size();
		const snapshot = this.#options.snapshot();
		if (contextOf(this.state) === 'list') {
			const count = this.view.count(snapshot, this.list);
			const page = shareHeight(height, this.view.summary(snapshot, {width, height}).length).rows;
			const index = step(command, this.index, page, count - 1);
			this.#store.dispatch({type: 'select', index, id: index === 0 ? null : this.view.idAt(snapshot, this.list, index)});
			return;
		}

		const {layer, details} = this.state;
		const lines = layer.kind === 'help' ? helpLines() : this.details?.lines ?? [];
		const from = layer.kind === 'help' ? layer.scroll : details.at(-1)?.scroll ?? 0;
		this.#store.dispatch({type: 'scroll', to: step(command, from, height - 1, lastScroll(scrollable(lines, width).length, height))});
	}

	#sort(): void {
		const {sortable} = this.view;
		const next = sortable[this.list.sortedBy === null ? 0 : sortable.indexOf(this.list.sortedBy) + 1] ?? null;
		this.#store.dispatch({type: 'sort', column: next});
		this.#store.say(next === null ? 'in the usual order' : `sorted by ${next.toLowerCase()}`);
	}
}
