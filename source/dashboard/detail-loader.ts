import {connectedLink, type ControllerOptions} from './controller-options.js';
import {
	loadDetails, nothingLoaded, type Loaded,
} from './details.js';
import type {Target} from './view.js';
import type {ViewStore} from './view-store.js';

/** Loads what the topmost details need, each time that others are on top. */
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
				// Drawn again, with whatever is said at the moment.
				this.#view.dispatch({type: 'toast', toast: this.#view.state.toast});
			}
		} catch (error) {
			this.#view.sayError(error);
		}
	}
}
