import {cleanText} from '../../protocol/clean-text.js';
import {keyBindings} from './key-table.js';
import type {Line} from '../../views/define-view.js';
import type {KeyContext} from '../view-state.js';

const places: ReadonlyArray<readonly [KeyContext, string]> = [
	['list', 'In a list'],
	['detail', 'In details'],
	['filter', 'While you type a filter'],
	['form', 'In a form'],
	['confirm', 'In a question'],
	['help', 'In this help'],
];

/** The help: the keys of each place. */
export const helpLines: readonly Line[] = places.flatMap(([context, heading]) => [
	{text: cleanText(heading), style: 'strong' as const},
	...keyBindings
		.filter(({contexts}) => contexts.includes(context))
		.map(({shown, help}) => ({text: cleanText(`  ${shown.padEnd(13)}${help}`), style: 'plain' as const})),
	{text: cleanText(''), style: 'plain' as const},
]);
