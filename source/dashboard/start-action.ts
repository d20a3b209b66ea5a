import {clean} from '../protocol/clean-text.js';
import type {Action, TaskFacts, WorkerFacts} from '../swarm/actions/action.js';
import {actions} from '../swarm/actions/action-list.js';
import {describeRefusal} from '../swarm/actions/perform.js';
import {countOf} from '../text/count-of.js';
import type {Target} from '../views/define-view.js';
import {openForm} from './forms/edit-form.js';
import {actionForm} from './forms/form.js';
import {factsOf} from './frame.js';
import {ask} from './navigation.js';
import {connectedLink, sceneOf, type Ui} from './ui.js';

/** The actions of a key on a target: those for its kind if there are any, else those for the whole swarm. */
export function actionsOf(key: string, target: Target | null): readonly Action[] {
	const all = actions.filter(action => action.key === key);
	const fitting = all.filter(action => action.target === target?.kind);
	return fitting.length > 0 ? fitting : all.filter(action => action.target === 'swarm');
}

/** Start the action of a key: directly, after confirmation, or through a form. Explains refusals. */
export function startAction(ui: Ui, key: string): void {
	const {view, frame, store} = ui;
	const {target} = frame();
	const candidates = actionsOf(key, target);
	const [first] = candidates;
	if (!first) {
		const {name, target: kind} = actions.find(action => action.key === key)!;
		view.say(`Select a ${kind} to ${name}.`, 'warning');
	} else if (first.target === 'swarm') {
		start(ui, first, '', null);
	} else if (target && !hasMoved(ui, target, key, first)) {
		const facts = factsOf(target, store.snapshot);
		if (facts) {
			const applying = candidates.find(action => !action.refusal?.(facts, sceneOf(ui)));
			start(ui, applying ?? first, target.id, facts);
		} else {
			view.say(clean`The ${target.kind} ${target.id} is gone.`, 'warning');
		}
	}
}

/** Whether the selected row is gone and the highlight moved to a row that the user did not choose. Says so. */
function hasMoved({view, frame}: Ui, {id}: Target, key: string, {name}: Action): boolean {
	const {body} = frame();
	const {selectedId} = view.list;
	if (body?.kind !== 'list' || selectedId === null || body.idAt(body.index) === selectedId) {
		return false;
	}

	view.dispatch({type: 'select', index: body.index, id: body.idAt(body.index)});
	view.say(clean`The selected row is gone. Press ${key} again to ${name} ${id}.`, 'warning');
	return true;
}

function start(ui: Ui, action: Action, id: string, facts: TaskFacts | WorkerFacts | null): void {
	const scene = sceneOf(ui);
	const refusal = action.refusal?.(facts, scene);
	const question = action.question?.(facts, scene);
	if (refusal) {
		ui.view.say(describeRefusal(action, id, refusal).text, 'warning');
	} else if (action.form) {
		void openForm(ui, actionForm(action, action.form, scene));
	} else if (question) {
		ask(ui, question, () => {
			void run(ui, action, id);
		});
	} else {
		void run(ui, action, id);
	}
}

async function run(ui: Ui, action: Action, id: string): Promise<void> {
	const {view} = ui;
	try {
		const link = connectedLink(ui);
		if (action.progress) {
			view.say(action.progress(id));
		}

		view.sayReport(await link.perform(action, id));
	} catch (error) {
		view.sayError(error);
	}
}

/** Quit. Asks first while local workers have tasks in progress. */
export function quit(ui: Ui): void {
	const busy = sceneOf(ui).localWorkers.filter(worker => worker.busy > 0);
	const tasks = busy.reduce((sum, worker) => sum + worker.busy, 0);
	if (tasks === 0) {
		ui.quit();
	} else {
		ask(ui, {
			title: clean`Quit with ${countOf(tasks, 'task')} in progress?`,
			lines: [clean`${countOf(busy.length, 'worker')} in this dashboard will stop. Tasks that are not done within 5 seconds are released and announced again.`],
			confirm: 'Quit',
		}, ui.quit);
	}
}
