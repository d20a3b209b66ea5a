import {clean} from '../../protocol/clean-text.js';
import {controlAction} from './control-action.js';

/** Tell a worker to give its tasks back and leave. */
export const stop = controlAction({
	name: 'stop',
	key: 'S',
	summary: 'stop a worker: it gives its tasks back and leaves',
	effect: clean`it gives its tasks back and leaves; what they have cost stays spent`,
	asks: () => true,
});
