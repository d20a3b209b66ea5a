import {views} from '../views/view-list.js';
import {DetailLoader} from './details/detail-loader.js';
import {choose, typeInto} from './forms/edit-form.js';
import {
	insert, textOf, typeKey, type TextInput,
} from './forms/text-input.js';
import {composeFrame, type Frame} from './frame.js';
import type {Selected} from './keymap/key-bindings.js';
import {bindingFor, helpLines} from './keymap/key-table.js';
import {sceneOf, type DashboardOptions, type Ui} from './ui.js';
import {contextOf, initialViewState, type ViewState} from './view-state.js';
import {ViewStore} from './view-store.js';

/** Turns keys into view states and actions, and composes the frames that the components draw. Independent of React, so that of two keys in one read the second sees the effect of the first. */
export class Controller {
	readonly #ui: Ui;
	readonly #loader: DetailLoader;
	#frame: Frame | null = null;
	/** What the frame was composed from. */
	#parts: readonly unknown[] = [];
	#painted: Frame | null = null;

	constructor(options: DashboardOptions) {
		this.#ui = {
			...options, view: new ViewStore(initialViewState(views.length)), frame: () => this.#painted?.state === this.state ? this.#painted : this.frame,
		};
		this.#loader = new DetailLoader(this.#ui);
	}

	/** Subscribe to possible frame changes. @returns Unsubscribes. */
	readonly subscribe = (listener: () => void): () => void => {
		const unsubscribe = [this.#ui.view.subscribe(listener), this.#ui.store.subscribe(listener)];
		return () => {
			for (const stop of unsubscribe) {
				stop();
			}
		};
	};

	/** The view state. */
	get state(): ViewState {
		return this.#ui.view.state;
	}

	/** The current frame: the same object as before while it looks the same, because painting costs ten times as much as comparing. */
	get frame(): Frame {
		const {store: {snapshot}, size} = this.#ui;
		const {width, height} = size();
		const {loaded} = this.#loader;
		const parts = [snapshot, this.state, width, height, loaded];
		if (this.#frame && parts.every((part, index) => part === this.#parts[index])) {
			return this.#frame;
		}

		const frame = composeFrame(snapshot, this.state, {width, height}, {loaded, help: helpLines});
		const isSame = frame.text === this.#frame?.text && parts.slice(1).every((part, index) => part === this.#parts[index + 1]);
		this.#parts = parts;
		this.#frame = isSame ? this.#frame! : frame;
		return this.#frame;
	}

	/** What the hints depend on. */
	selected({target, facts}: Frame): Selected {
		return {target, facts, scene: sceneOf(this.#ui)};
	}

	/** Record the frame on the screen: keys act on it until the next paint or state change. */
	paint(frame: Frame): void {
		this.#painted = frame;
	}

	/** Handle a key press. */
	press(key: string): void {
		const binding = bindingFor(key, contextOf(this.state));
		if (binding) {
			void binding.run(this.#ui, key);
		} else if (!choose(this.#ui, key)) {
			this.#type(input => typeKey(input, key));
		}
	}

	/** Handle pasted text. Ignored where nothing can be typed: pasted text is not key presses. */
	paste(text: string): void {
		this.#type(input => insert(input, text));
	}

	#type(change: (input: TextInput) => TextInput): void {
		const {view} = this.#ui;
		const {layer} = view.state;
		if (layer.kind === 'filter') {
			const input = change(layer.input);
			view.show({kind: 'filter', input});
			view.dispatch({type: 'filter', filter: textOf(input)});
		} else {
			typeInto(this.#ui, change);
		}
	}
}
