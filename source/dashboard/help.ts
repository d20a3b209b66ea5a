import {cleanText} from '../protocol/clean-text.js';
import {keyBindings, type KeyContext} from './keys.js';
import type {Line} from './view.js';

const places: ReadonlyArray<readonly [KeyContext, string]> = [
	['list', 'In a list'],
	['detail', 'In details'],
	['filter', 'While a filter is typed'],
	['form', 'In a form'],
	['confirm', 'In a question'],
	['help', 'In this help'],
];

/** The help: every key of the table, for each place where it works. */
export function helpLines(): readonly Line[] {
	return places.flatMap(([context, heading]) => [
		{text: cleanText(heading), style: 'strong' as const},
		...keyBindings
			.filter(({contexts}) => contexts.includes(context))
			.map(({shown, help}) => ({text: cleanText(`  ${shown.padEnd(13)}${help}`), style: 'plain' as const})),
		{text: cleanText(''), style: 'plain' as const},
	]);
}
