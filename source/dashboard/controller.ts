import {ActionControl} from './action-control.js';
import type {ControllerOptions} from './controller-options.js';
import {DetailLoader} from './details/detail-loader.js';
import {FormControl} from './forms/form-control.js';
import {composeFrame, type Frame} from './frame.js';
import {helpLines} from './keymap/help.js';
import type {KeyReceiver} from './keymap/key-binding.js';
import {bindingFor} from './keymap/key-table.js';
import {Navigator} from './navigation.js';
import {
	insert, textOf, typeKey, type TextInput,
} from './forms/text-input.js';
import {contextOf, initialViewState, type ViewState} from './view-state.js';
import {ViewStore} from './view-store.js';
import {views} from '../views/all-views.js';

/**
Turns keys into view states and actions, and composes the frames that the components draw. It knows no React: of two keys that arrive in one read, the second sees the effect of the first.
*/
export class Controller {
	readonly #options: ControllerOptions;
	readonly #store = new ViewStore(initialViewState(views.length));
	readonly #loader: DetailLoader;
	readonly #receiver: KeyReceiver;
	#frame: Frame | null = null;
	/** What the frame was composed from. */
	#parts: readonly unknown[] = [];
	#painted: Frame | null = null;

	constructor(options: ControllerOptions) {
		this.#options = options;
		this.#loader = new DetailLoader(this.#store, options);
		const seen = () => this.#seen;
		const forms = new FormControl(this.#store, options);
		this.#receiver = {
			navigator: new Navigator(this.#store, seen), actions: new ActionControl(this.#store, options, forms, seen), forms, quit: options.quit, repaint: options.repaint,
		};
	}

	/** Subscribe to possible frame changes. @returns Unsubscribes. */
	readonly subscribe = (listener: () => void): () => void => {
		const stops = [this.#store.subscribe(listener), this.#options.store.subscribe(listener)];
		return () => {
			for (const stop of stops) {
				stop();
			}
		};
	};

	/** Where the user is. */
	get state(): ViewState {
		return this.#store.state;
	}

	/**
	The newest frame: the same object as before as long as it looks the same.

	Painting costs ten times as much as comparing, and an idle dashboard should cost nothing.
	*/
	get frame(): Frame {
		const {store: {snapshot}, size} = this.#options;
		const {width, height} = size();
		const {loaded} = this.#loader;
		const parts = [snapshot, this.state, width, height, loaded];
		if (this.#frame && parts.every((part, index) => part === this.#parts[index])) {
			return this.#frame;
		}

		const frame = composeFrame(snapshot, this.state, {width, height}, {loaded, help: helpLines});
		if (frame.text !== this.#frame?.text || parts.slice(1).some((part, index) => part !== this.#parts[index + 1])) {
			this.#frame = frame;
		}

		this.#parts = parts;
		return this.#frame ?? frame;
	}

	/** What the keys of actions see. */
	get scene(): ActionControl['scene'] {
		return this.#receiver.actions.scene;
	}

	/** Record the frame on the screen: keys act on it until the next paint or state change. */
	paint(frame: Frame): void {
		this.#painted = frame;
	}

	/** A key was pressed, by its name. */
	press(key: string): void {
		const binding = bindingFor(key, contextOf(this.state));
		if (binding) {
			binding.run(this.#receiver, key);
		} else if (!this.#receiver.forms.choose(key)) {
			this.#type(input => typeKey(input, key));
		}
	}

	/** Text was pasted. Where nothing can be typed it does nothing: pasted text is not a series of key presses. */
	paste(text: string): void {
		this.#type(input => insert(input, text));
	}

	get #seen(): Frame {
		return this.#painted?.state === this.state ? this.#painted : this.frame;
	}

	#type(change: (input: TextInput) => TextInput): void {
		const {layer} = this.state;
		if (layer.kind === 'filter') {
			const input = change(layer.input);
			this.#store.dispatch({type: 'show', layer: {kind: 'filter', input}});
			this.#store.dispatch({type: 'filter', filter: textOf(input)});
		} else {
			this.#receiver.forms.type(change);
		}
	}
}
