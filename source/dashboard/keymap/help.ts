import {lineOf, type Line} from '../../views/lines.js';
import type {KeyContext} from '../view-state.js';
import {keyBindings} from './key-table.js';

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
