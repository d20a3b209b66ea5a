import type {Target} from '../../views/define-view.js';
import {connectedLink, type Ui} from '../ui.js';
import {nothingLoaded, type Loaded} from './details.js';

/** Loads what the topmost details need beyond the snapshot, whenever they change. */
export class DetailLoader {
	/** What was loaded for the topmost details. */
	loaded: Loaded = nothingLoaded;
	#target: Target | undefined;

	constructor(private readonly ui: Ui) {
		ui.view.subscribe(() => {
			const target = ui.view.state.details.at(-1)?.target;
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
		const {kind, id} = target;
		const {view} = this.ui;
		try {
			const link = connectedLink(this.ui);
			const loaded = {finding: kind === 'finding' ? await link.loadFinding(id) : null, task: kind === 'task' ? await link.loadTask(id) : null};
			if (this.#target === target) {
				this.loaded = loaded;
				// Trigger a redraw and keep the toast.
				view.dispatch({type: 'toast', toast: view.state.toast});
			}
		} catch (error) {
			view.sayError(error);
		}
	}
}
