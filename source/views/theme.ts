import process from 'node:process';
import type {CleanText} from '../protocol/clean-text.js';
import {budgetLevel} from '../money/budget.js';
import type {
	LogEntry, Snapshot, TaskState, WorkerState,
} from '../store/snapshot.js';

/** What a text means. Colours are chosen here and nowhere else; no meaning is carried by colour alone. */
export type Style = 'plain' | 'strong' | 'quiet' | 'good' | 'busy' | 'warning' | 'bad' | 'accent';

/** A text that is ready for the terminal: clean, with our own styles in it. */
export type Styled = string & {readonly styled?: true};

type Sgr = readonly [open: number, close: number];

const attributes: Partial<Record<Style, Sgr>> = {strong: [1, 22], quiet: [2, 22], bad: [1, 22]};

// The 16 colours that every terminal theme makes readable; yellow is the exception on light grounds.
const dark: Partial<Record<Style, Sgr>> = {
	quiet: [90, 39], good: [32, 39], busy: [36, 39], warning: [33, 39], bad: [31, 39], accent: [34, 39], strong: [1, 22],
};
const light: Partial<Record<Style, Sgr>> = {
	...dark, warning: [35, 39], busy: [34, 39], quiet: [2, 22],
};

/** Paints texts in the styles of one theme. */
export type Theme = {
	readonly paint: (text: CleanText, style: Style) => Styled;
	/** The selected row: reversed, all over. */
	readonly select: (row: Styled) => Styled;
};

/**
The theme for an environment: `NO_COLOR` (not empty) leaves bold, dim and reversed; `COLORFGBG` tells light from dark grounds, where a terminal sets it.
*/
export function themeFor(environment: NodeJS.ProcessEnv = process.env): Theme {
	const ground = Number(environment.COLORFGBG?.split(';').at(-1) ?? 0);
	const table = environment.NO_COLOR ? attributes : (ground === 7 || ground > 8 ? light : dark);
	return {
		paint(text, style) {
			const sgr = table[style];
			return sgr && text !== '' ? `\u001B[${sgr[0]}m${text}\u001B[${sgr[1]}m` : text;
		},
		select: row => `\u001B[7m${row}\u001B[27m`,
	};
}

/** No styles at all, for what is no terminal. */
export const plainTheme: Theme = {paint: text => text, select: row => row};

/** The theme for values that may be old: everything is grey. */
export function greyed(theme: Theme): Theme {
	return {paint: text => theme.paint(text, 'quiet'), select: theme.select};
}

/** How a worker's state looks: a mark of one column, and a style. */
export const workerStyles: Readonly<Record<WorkerState, Style>> = {
	working: 'busy', idle: 'good', quiet: 'quiet', lost: 'bad', unknown: 'warning',
};

/** How a task's state looks. */
export const taskStyles: Readonly<Record<TaskState, Style>> = {
	announced: 'plain', claimed: 'busy', slow: 'warning', orphaned: 'bad', done: 'good', failed: 'bad', cancelled: 'quiet',
};

/** How a line of the log looks. */
export const logStyles: Readonly<Record<LogEntry['kind'], Style>> = {
	task: 'plain', claim: 'busy', done: 'good', finding: 'plain', archive: 'quiet', link: 'accent', write: 'accent', warning: 'warning',
};

/** How the spending looks: a limit that is nearly spent needs attention. */
export function spentStyle({budget, haikuUsd}: Snapshot['cost']): Style {
	return ['none', 'fine'].includes(budgetLevel(budget, haikuUsd)) ? 'strong' : 'warning';
}
