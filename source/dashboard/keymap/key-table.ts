/** Every key. Dispatch, hint line, help and the readme's table are made from this table. */
import {actions} from '../../swarm/actions/action-list.js';
import {lineOf, type Line} from '../../views/lines.js';
import {actionsOf, startAction} from '../start-action.js';
import type {KeyContext} from '../view-state.js';
import {
	dialogKeys, generalKeys, viewKeys, type KeyBinding,
} from './key-bindings.js';

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

const headings: ReadonlyArray<readonly [KeyContext, string]> = [
	['list', 'In a list'],
	['detail', 'In details'],
	['filter', 'In the filter'],
	['form', 'In a form'],
	['question', 'In a question'],
	['help', 'In this help'],
];

/** The keys of each context. */
export const helpLines: readonly Line[] = headings.flatMap(([context, heading]) => [
	lineOf(heading, 'strong'),
	...keyBindings.filter(({contexts}) => contexts.includes(context)).map(({shown, help}) => lineOf(`  ${shown.padEnd(13)}${help}`)),
	lineOf(''),
]);
