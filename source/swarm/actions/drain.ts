import {clean} from '../../protocol/clean-text.js';
import {controlAction} from './control-action.js';

/** Tell a worker to finish its tasks and leave. Asks, unless the worker runs here, where another can be started. */
export const drain = controlAction({
	name: 'drain',
	key: 'D',
	summary: 'drain a worker: it finishes its tasks, then leaves',
	effect: clean`it finishes its tasks, then leaves`,
	asks: ({id}, {localWorkers}) => !localWorkers.some(local => local.id === id),
});
