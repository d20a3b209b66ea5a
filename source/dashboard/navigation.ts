import type {Question} from '../swarm/actions/action.js';
import {views} from '../views/view-list.js';
import {overviewView} from '../views/overview-view.js';
import {textInput} from './forms/text-input.js';
import type {Ui} from './ui.js';
import {noLayer} from './view-state.js';

type Movement = 'up' | 'down' | 'page-up' | 'page-down' | 'first' | 'last';

/** Move the selection, or scroll. */
export function move(movement: Movement): (ui: Ui) => void {
	return ({view, frame}) => {
		const {body, size} = frame();
		if (body?.kind === 'text') {
			view.dispatch({type: 'scroll', to: step(movement, body.from, size.height - 1, body.lastFrom)});
		} else if (body) {
			const index = step(movement, body.index, body.page, body.count - 1);
			const isFollowing = index === 0 && views[view.state.view]!.follows;
			view.dispatch({type: 'select', index, id: isFollowing ? null : body.idAt(index)});
		}
	};
}

function step(movement: Movement, from: number, page: number, last: number): number {
	const to = {
		up: from - 1, down: from + 1, 'page-up': from - page, 'page-down': from + page, first: 0, last,
	}[movement];
	return Math.max(0, Math.min(last, to));
}

/** Go to the view with this number, from `1`. */
export function goToView({view}: Ui, number: string): void {
	view.dispatch({type: 'go-to', view: Number(number) - 1});
}

/** Go to the next view (1) or the previous one (-1), wrapping around. */
export function cycleViews(by: 1 | -1): (ui: Ui) => void {
	return ({view}) => {
		view.dispatch({type: 'go-to', view: (view.state.view + by + views.length) % views.length});
	};
}

/** Go to the overview and list only the problems. */
export function goToProblems({view}: Ui): void {
	view.dispatch({type: 'go-to', view: views.indexOf(overviewView)});
	view.dispatch({type: 'filter', filter: 'problem'});
}

/** Open the details of the selected row. */
export function openDetails({view, frame}: Ui): void {
	const {target} = frame();
	if (target) {
		view.dispatch({type: 'open', target});
	} else {
		view.say('This row has no details.', 'quiet');
	}
}

/** Follow the link of the open details. */
export function followLink({view, frame}: Ui): void {
	const {body} = frame();
	const next = body?.kind === 'text' ? body.next : null;
	if (next) {
		view.dispatch({type: 'open', target: next});
	} else {
		view.say('Nothing to follow here.', 'quiet');
	}
}

/** Go back one level. */
export function goBack({view}: Ui): void {
	view.dispatch({type: 'back'});
}

/** Open or close the help. */
export function toggleHelp({view}: Ui): void {
	view.show(view.state.layer.kind === 'help' ? noLayer : {kind: 'help', scroll: 0});
}

/** Edit the filter. */
export function editFilter({view}: Ui): void {
	view.show({kind: 'filter', input: textInput(view.list.filter)});
}

/** Stop editing the filter and keep it. */
export function keepFilter({view}: Ui): void {
	view.show(noLayer);
}

/** Sort by the next column; after the last one, return to the default order. */
export function sortByNext({view}: Ui): void {
	const {sortable} = views[view.state.view]!;
	const {sortedBy} = view.list;
	const column = sortable[sortedBy === null ? 0 : sortable.indexOf(sortedBy) + 1] ?? null;
	view.dispatch({type: 'sort', column});
	view.say(column === null ? 'Default order.' : `Sorted by ${column.toLowerCase()}.`);
}

/** Ask for confirmation. */
export function ask({view}: Ui, question: Question, onConfirm: () => void): void {
	view.show({
		kind: 'question', question, focus: 'dismiss', onConfirm,
	});
}

/** Move the focus to the other answer. */
export function switchAnswer({view}: Ui): void {
	const {layer} = view.state;
	if (layer.kind === 'question') {
		view.show({...layer, focus: layer.focus === 'confirm' ? 'dismiss' : 'confirm'});
	}
}

/** Give the focused answer. */
export function giveAnswer(ui: Ui): void {
	const {layer} = ui.view.state;
	const answer = layer.kind === 'question' && layer.focus === 'confirm' ? confirm : goBack;
	answer(ui);
}

/** Answer yes. */
export function confirm({view}: Ui): void {
	const {layer} = view.state;
	if (layer.kind === 'question') {
		view.show(noLayer);
		layer.onConfirm();
	}
}
