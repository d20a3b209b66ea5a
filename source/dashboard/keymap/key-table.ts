/**
Every key, in one table: dispatch, hint line, help and the readme's table all come from it. Actions on the swarm bring their own keys.
*/
import {actions} from '../../swarm/actions/all.js';
import {actionsOf} from '../action-control.js';
import type {KeyBinding} from './key-binding.js';
import {layerKeys} from './dialog-keys.js';
import {generalKeys, navigationKeys} from './view-keys.js';
import type {KeyContext} from '../view-state.js';

/** The keys of the actions, the first of the list with the highest rank. */
const actionBindings = [...new Set(actions.map(({key}) => key))].map((key, index): KeyBinding => ({
	keys: [key],
	shown: key,
	hint({target, facts, scene}) {
		const fitting = actionsOf(key, target);
		return fitting.find(action => (action.target === 'swarm' || facts) && !action.refusal?.(facts, scene))?.name ?? null;
	},
	rank: 60 - index,
	help: actions.filter(action => action.key === key).map(({summary, question}) => question ? `${summary} (asks first)` : summary).join('; '),
	contexts: ['list', 'detail'],
	run(receiver) {
		receiver.actions.begin(key);
	},
}));

/** The table. Lowercase looks, UPPERCASE acts. */
export const keyBindings: readonly KeyBinding[] = [...generalKeys, ...actionBindings, ...navigationKeys, ...layerKeys];

/** What a key does in a context. `undefined`: nothing. */
export function bindingFor(key: string, context: KeyContext): KeyBinding | undefined {
	return keyBindings.find(({contexts, keys}) => contexts.includes(context) && keys.includes(key));
}
