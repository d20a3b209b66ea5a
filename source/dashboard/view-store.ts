import {asError} from '../protocol/user-error.js';
import type {Report} from '../swarm/actions/action.js';
import type {Style} from '../views/theme.js';
import {
	reduceView, type Layer, type ListState, type ViewAction, type ViewState,
} from './view-state.js';

/** Holds the view state and notifies listeners. */
export class ViewStore {
	readonly #listeners = new Set<() => void>();

	/** @param state The current state. */
	constructor(public state: ViewState) {}

	/** The list state of the open view. */
	get list(): ListState {
		return this.state.lists[this.state.view]!;
	}

	/** Subscribe to state changes. @returns Unsubscribes. */
	readonly subscribe = (listener: () => void): () => void => {
		this.#listeners.add(listener);
		return () => {
			this.#listeners.delete(listener);
		};
	};

	/** Apply an action and notify listeners. */
	dispatch(action: ViewAction): void {
		this.state = reduceView(this.state, action);
		for (const listener of this.#listeners) {
			listener();
		}
	}

	/** Open a layer over the list or details, in place of any other. */
	show(layer: Layer): void {
		this.dispatch({type: 'show', layer});
	}

	/** Show a message in the bottom line. */
	say(text: string, style: Style = 'plain'): void {
		this.dispatch({type: 'toast', toast: {text, style}});
	}

	/** Show the report of an action. */
	sayReport({text, level}: Report): void {
		this.say(text, level === 'good' ? 'good' : 'warning');
	}

	/** Show an error. */
	sayError(error: unknown): void {
		this.say(asError(error).message, 'bad');
	}
}
