import {planAct, type Deed} from './acts.js';
import {connectedActions, type ControllerOptions} from './controller-options.js';
import {doDeed, doingDeed} from './deeds.js';
import type {Act} from './keys.js';
import type {Target} from './view.js';
import {noLayer} from './view-state.js';
import type {ViewStore} from './view-store.js';

/** Does what the keys for acts say: at once, after a question, or not at all. */
export class ActControl {
	readonly #view: ViewStore;
	readonly #options: ControllerOptions;

	constructor(view: ViewStore, options: ControllerOptions) {
		this.#view = view;
		this.#options = options;
	}

	/** The key of an act was pressed on a target. */
	begin(act: Act, target: Target | null): void {
		const plan = planAct(act, target, {snapshot: this.#options.snapshot(), own: this.#options.actions()?.ownWorkers() ?? []});
		switch (plan.kind) {
			case 'do': {
				void this.#do(plan.deed);
				break;
			}

			case 'ask': {
				this.#view.dispatch({type: 'show', layer: {kind: 'confirm', question: plan.question, focus: 'leave'}});
				break;
			}

			case 'refuse': {
				this.#view.say(plan.why, 'warning');
				break;
			}
		}
	}

	/** The focus of the question goes to the other answer. */
	turn(): void {
		const {layer} = this.#view.state;
		if (layer.kind === 'confirm') {
			this.#view.dispatch({type: 'show', layer: {...layer, focus: layer.focus === 'do' ? 'leave' : 'do'}});
		}
	}

	/** The question is answered: by its focus, or (`yes`) whatever has it. */
	answer(how: 'focus' | 'yes'): void {
		const {layer} = this.#view.state;
		if (layer.kind === 'confirm') {
			this.#view.dispatch({type: 'show', layer: noLayer});
			if (how === 'yes' || layer.focus === 'do') {
				void this.#do(layer.question.deed);
			}
		}
	}

	async #do(deed: Deed): Promise<void> {
		try {
			const actions = connectedActions(this.#options);
			const meanwhile = doingDeed(deed);
			if (meanwhile) {
				this.#view.dispatch({type: 'toast', toast: meanwhile});
			}

			this.#view.dispatch({type: 'toast', toast: await doDeed(deed, actions)});
		} catch (error) {
			this.#view.sayError(error);
		}
	}
}
