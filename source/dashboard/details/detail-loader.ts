import {connectedLink, type ControllerOptions} from '../controller-options.js';
import {
	loadDetails, nothingLoaded, type Loaded,
} from './details.js';
import type {Target} from '../../views/define-view.js';
import type {ViewStore} from '../view-store.js';

/** Loads data for the topmost details whenever they change. */
export class DetailLoader {
	/** What was loaded for the topmost details. */
	loaded: Loaded = nothingLoaded;
	readonly #view: ViewStore;
	readonly #options: ControllerOptions;
	#target: Target | undefined;

	constructor(view: ViewStore, options: ControllerOptions) {
		this.#view = view;
		this.#options = options;
		view.subscribe(() => {
			const target = view.state.details.at(-1)?.target;
			if (target !== this.#target) {
				this.#target = target;
				this.loaded = nothingLoaded;
				if (target) {
					void this.#load(target);
				}
			}
		});
	}

	async #load(target: Target): Promise<void> {
		try {
			const loaded = await loadDetails(target, connectedLink(this.#options));
			if (this.#target === target) {
				this.loaded = loaded;
				// Trigger a redraw and keep the toast.
				this.#view.dispatch({type: 'toast', toast: this.#view.state.toast});
			}
		} catch (error) {
			this.#view.sayError(error);
		}
	}
}
