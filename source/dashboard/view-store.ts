import {asError} from '../protocol/user-error.js';
import type {Report} from '../swarm/actions/action.js';
import type {Style} from '../views/theme.js';
import {
	reduceView, type ListState, type ViewAction, type ViewState,
} from './view-state.js';

/** Holds the view state and notifies listeners. */
export class ViewStore {
	/** The newest state. */
	state: ViewState;
	readonly #listeners = new Set<() => void>();

	constructor(state: ViewState) {
		this.state = state;
	}

	/** What is remembered of the open view's list. */
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

	/** Tell the user something in the bottom line. */
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
