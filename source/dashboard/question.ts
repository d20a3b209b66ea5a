import type {Question} from '../swarm/actions/action.js';
import {goBack} from './navigation.js';
import type {Ui} from './ui.js';
import {noLayer} from './view-state.js';

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
