import {clean} from '../../protocol/clean-text.js';
import {controlAction} from './control-action.js';
import {refuse} from './outcomes.js';

/** Tell a worker to claim no more tasks until it is resumed. */
export const pause = controlAction({
	name: 'pause',
	key: 'P',
	summary: 'pause a worker: it finishes its tasks but claims no more',
	effect: clean`it claims no more tasks until it is resumed`,
	refusal: ({note}) => note?.state === 'paused' ? refuse('paused', clean`it is already paused`) : null,
});
