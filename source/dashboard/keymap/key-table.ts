/** Every key. Dispatch, hint line, help and the readme's table are made from this table. */
import {actions} from '../../swarm/actions/action-list.js';
import {actionsOf, startAction} from '../start-action.js';
import type {KeyContext} from '../view-state.js';
import {dialogKeys} from './dialog-keys.js';
import type {KeyBinding} from './key-binding.js';
import {generalKeys, viewKeys} from './view-keys.js';

/** The keys of the actions. Earlier actions rank higher. */
const actionKeys = [...new Set(actions.map(({key}) => key))].map((key, index): KeyBinding => ({
	keys: [key],
	shown: key,
	hint({target, facts, scene}) {
		const action = actionsOf(key, target).find(each => (each.target === 'swarm' || facts) && !each.refusal?.(facts, scene));
		return action?.name ?? null;
	},
	rank: 60 - index,
	help: actions.filter(action => action.key === key).map(({summary, question}) => question ? `${summary} (asks first)` : summary).join('; '),
	contexts: ['list', 'detail'],
	run: startAction,
}));

/** The key table. Uppercase letters act on the swarm, lowercase letters do not. */
export const keyBindings: readonly KeyBinding[] = [...generalKeys, ...actionKeys, ...viewKeys, ...dialogKeys];

/** The binding of a key in a context. */
export function bindingFor(key: string, context: KeyContext): KeyBinding | undefined {
	return keyBindings.find(({contexts, keys}) => contexts.includes(context) && keys.includes(key));
}
