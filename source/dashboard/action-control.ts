import {clean} from '../protocol/clean-text.js';
import type {
	Action, Question, Scene, TaskFacts, WorkerFacts,
} from '../swarm/actions/action.js';
import {actions} from '../swarm/actions/all.js';
import {describeRefusal} from '../swarm/actions/perform.js';
import {countOf} from '../text/count-of.js';
import {connectedLink, type ControllerOptions} from './controller-options.js';
import type {FormControl} from './forms/form-control.js';
import {factsOf, type Frame} from './frame.js';
import type {Target} from '../views/define-view.js';
import {noLayer, type Confirmed} from './view-state.js';
import type {ViewStore} from './view-store.js';

/** The actions of a key on a target: those for its kind if there are any, else those for the swarm as a whole. */
export function actionsOf(key: string, target: Target | null): readonly Action[] {
	const all = actions.filter(action => action.key === key);
	const fitting = all.filter(action => action.target === target?.kind);
	return fitting.length > 0 ? fitting : all.filter(action => action.target === 'swarm');
}

/** Starts actions: directly, after confirmation, or through a form. Explains refusals. */
export class ActionControl {
	readonly #store: ViewStore;
	readonly #options: ControllerOptions;
	readonly #forms: FormControl;
	readonly #frame: () => Frame;

	/** @param frame The visible frame, which determines the target. */
	constructor(store: ViewStore, options: ControllerOptions, forms: FormControl, frame: () => Frame) {
		this.#store = store;
		this.#options = options;
		this.#forms = forms;
		this.#frame = frame;
	}

	/** What actions see now. */
	get scene(): Scene {
		const {store: {snapshot: {workers, cost: {budget}}}, link} = this.#options;
		return {localWorkers: link()?.localWorkers.list() ?? [], budget, worker: id => workers.items.find(worker => worker.id === id)};
	}

	/** Handle an action's key. */
	begin(key: string): void {
		const {target} = this.#frame();
		const candidates = actionsOf(key, target);
		const [first] = candidates;
		if (!first) {
			const [{name, target: kind}] = actions.filter(action => action.key === key) as [Action];
			this.#store.say(`Select a ${kind} to ${name}.`, 'warning');
		} else if (first.target === 'swarm') {
			this.#start(first, '', null);
		} else if (target && !this.#hasMoved(target, key, first)) {
			this.#beginOn(target, candidates, first);
		}
	}

	/** Quit. Asks first while local workers have tasks in progress. */
	quit(): void {
		const busy = this.scene.localWorkers.filter(worker => worker.busy > 0);
		const tasks = busy.reduce((sum, worker) => sum + worker.busy, 0);
		if (tasks === 0) {
			this.#options.quit();
			return;
		}

		this.#ask('quit', {
			title: clean`Quit with ${countOf(tasks, 'task')} in progress?`,
			lines: [clean`${countOf(busy.length, 'worker')} in this dashboard will end with it. What is not done in 5 seconds is given back and announced again.`],
			confirm: 'Quit',
		});
	}

	/** Move the focus to the other answer. */
	turn(): void {
		const {layer} = this.#store.state;
		if (layer.kind === 'confirm') {
			this.#store.dispatch({type: 'show', layer: {...layer, focus: layer.focus === 'confirm' ? 'dismiss' : 'confirm'}});
		}
	}

	/** Answer the question: with the focused answer, or with yes. */
	answer(how: 'focus' | 'yes'): void {
		const {layer} = this.#store.state;
		if (layer.kind !== 'confirm') {
			return;
		}

		this.#store.dispatch({type: 'show', layer: noLayer});
		if (how === 'yes' || layer.focus === 'confirm') {
			if (layer.confirmed === 'quit') {
				this.#options.quit();
			} else {
				void this.#run(layer.confirmed.action, layer.confirmed.id);
			}
		}
	}

	/** Whether the selected row is gone and the highlight moved to a row the user did not choose. */
	#hasMoved({id}: Target, key: string, {name}: Action): boolean {
		const {body} = this.#frame();
		const {selectedId} = this.#store.list;
		if (body?.kind !== 'list' || selectedId === null || body.idAt(body.index) === selectedId) {
			return false;
		}

		this.#store.dispatch({type: 'select', index: body.index, id: body.idAt(body.index)});
		this.#store.say(clean`The selected row is gone. Press ${key} again to ${name} ${id}.`, 'warning');
		return true;
	}

	#beginOn(target: Target, candidates: readonly Action[], first: Action): void {
		const facts = factsOf(target, this.#options.store.snapshot);
		if (facts) {
			const applying = candidates.find(action => !action.refusal?.(facts, this.scene));
			this.#start(applying ?? first, target.id, facts);
		} else {
			this.#store.say(clean`The ${target.kind} ${target.id} is gone.`, 'warning');
		}
	}

	#start(action: Action, id: string, facts: TaskFacts | WorkerFacts | null): void {
		const refusal = action.refusal?.(facts, this.scene);
		const question = action.question?.(facts, this.scene);
		if (refusal) {
			this.#store.say(describeRefusal(action, id, refusal).text, 'warning');
		} else if (action.form) {
			this.#forms.openFor(action, this.scene);
		} else if (question) {
			this.#ask({action, id}, question);
		} else {
			void this.#run(action, id);
		}
	}

	#ask(confirmed: Confirmed, question: Question): void {
		this.#store.dispatch({
			type: 'show', layer: {
				kind: 'confirm', question, focus: 'dismiss', confirmed,
			},
		});
	}

	async #run(action: Action, id: string): Promise<void> {
		try {
			const link = connectedLink(this.#options);
			if (action.progress) {
				this.#store.say(action.progress(id));
			}

			this.#store.sayReport(await link.perform(action, id));
		} catch (error) {
			this.#store.sayError(error);
		}
	}
}
