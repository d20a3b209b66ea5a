import {clean} from '../../protocol/clean-text.js';
import {controlAction} from './control-action.js';
import {refuse} from './outcomes.js';

/** Let a paused worker claim tasks again. */
export const resume = controlAction({
	name: 'resume',
	key: 'P',
	summary: 'resume a paused worker',
	effect: clean`it claims tasks again`,
	refusal: ({note}) => note?.state === 'paused' ? null : refuse('running', clean`it is not paused`),
});
