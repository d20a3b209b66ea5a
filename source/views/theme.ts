import process from 'node:process';
import {budgetLevel} from '../money/budget.js';
import type {CleanText} from '../protocol/clean-text.js';
import type {
	LogEntry, Snapshot, TaskState, WorkerState,
} from '../store/snapshot.js';

/** What a text means. All colours are chosen in this file. Nothing is told by colour alone. */
export type Style = 'plain' | 'strong' | 'quiet' | 'good' | 'busy' | 'warning' | 'bad' | 'accent';

/** A text for the terminal: clean, but for our own styles. */
export type Styled = string & {readonly styled?: true};

/** Paints texts. */
export type Theme = {
	readonly paint: (text: CleanText, style: Style) => Styled;
	/** Reverse video, for the selection. */
	readonly select: (row: Styled) => Styled;
};

type Colours = Partial<Record<Style, readonly [open: number, close: number]>>;

const noColours: Colours = {strong: [1, 22], quiet: [2, 22], bad: [1, 22]};
// The 16 colours that every terminal theme makes readable, except for yellow on light backgrounds.
const dark: Colours = {
	quiet: [90, 39], good: [32, 39], busy: [36, 39], warning: [33, 39], bad: [31, 39], accent: [34, 39], strong: [1, 22],
};
const light: Colours = {
	...dark, warning: [35, 39], busy: [34, 39], quiet: [2, 22],
};

/** The theme for an environment. `NO_COLOR` leaves bold, dim and reverse video; `COLORFGBG` tells light from dark backgrounds. */
export function themeFor(environment: NodeJS.ProcessEnv = process.env): Theme {
	const background = Number(environment.COLORFGBG?.split(';').at(-1) ?? 0);
	const colours = environment.NO_COLOR ? noColours : (background === 7 || background > 8 ? light : dark);
	return {
		paint(text, style) {
			const sgr = colours[style];
			return sgr && text !== '' ? `\u001B[${sgr[0]}m${text}\u001B[${sgr[1]}m` : text;
		},
		select: row => `\u001B[7m${row}\u001B[27m`,
	};
}

/** No styles, for output that is not a terminal. */
export const plainTheme: Theme = {paint: text => text, select: row => row};

/** All grey, for values that may be outdated. */
export function greyed({paint, select}: Theme): Theme {
	return {paint: text => paint(text, 'quiet'), select};
}

/** The styles of worker states. */
export const workerStyles: Readonly<Record<WorkerState, Style>> = {
	working: 'busy', idle: 'good', quiet: 'quiet', lost: 'bad', unknown: 'warning',
};

/** The styles of task states. */
export const taskStyles: Readonly<Record<TaskState, Style>> = {
	announced: 'plain', claimed: 'busy', slow: 'warning', orphaned: 'bad', done: 'good', failed: 'bad', cancelled: 'quiet',
};

/** The styles of log entries. */
export const logStyles: Readonly<Record<LogEntry['kind'], Style>> = {
	task: 'plain', claim: 'busy', done: 'good', finding: 'plain', archive: 'quiet', link: 'accent', write: 'accent', warning: 'warning',
};

/** The style of the spending: a warning if the limit is nearly reached. */
export function spentStyle({budget, haikuUsd}: Snapshot['cost']): Style {
	return ['none', 'fine'].includes(budgetLevel(budget, haikuUsd)) ? 'strong' : 'warning';
}
