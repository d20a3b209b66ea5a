import process from 'node:process';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import {limitsText, spentText} from '../text/budget-text.js';
import {formatCount} from '../text/format-numbers.js';
import {problemText} from '../text/problem-text.js';
import {savingsLine} from '../text/savings-text.js';
import {tableLine} from '../views/columns.js';
import type {View} from '../views/define-view.js';
import {tasksView} from '../views/tasks-view.js';
import {plainTheme, themeFor, type Theme} from '../views/theme.js';
import {workersView} from '../views/workers-view.js';

const maxRows = 40;
const defaultWidth = 100;

/** The swarm in one line, for a status bar: who works, what waits, what is wrong, what it cost. */
export function statusLine({workers, tasks, problems, cost}: Snapshot): CleanText {
	const {working, idle, lost} = workers.counts;
	const parts = [
		`${formatCount(working + idle)} workers`,
		`${formatCount(working)} working`,
		...(lost > 0 ? [`${formatCount(lost)} lost`] : []),
		`${formatCount(tasks.counts.announced)} waiting`,
		`${formatCount(tasks.counts.done)} done`,
		...(problems.length > 0 ? [`!${problems.length}`] : []),
		spentText(cost),
	];
	return clean`${parts.join(' · ')}`;
}

/** The swarm as text: a summary, a table each of workers and tasks, and the problems. */
export function statusText(snapshot: Snapshot): string {
	const width = process.stdout.columns ?? defaultWidth;
	const theme = process.stdout.isTTY ? themeFor() : plainTheme;
	const parts = [
		statusLine(snapshot),
		savingsLine(snapshot.savings),
		...(snapshot.cost.budget === null ? [] : [clean`budget  ${limitsText(snapshot.cost) ?? 'none'}`]),
		...[workersView, tasksView].flatMap(view => tableLines(view, snapshot, width, theme)),
		...snapshot.problems.map(problem => {
			const {why, remedy} = problemText(problem);
			return cleanText(`! ${problem.kind.replaceAll('_', ' ')}${problem.subject === null ? '' : ` ${problem.subject}`}: ${why} (${remedy})`);
		}),
	];
	return parts.join('\n');
}

function tableLines(view: View, snapshot: Snapshot, width: number, theme: Theme): readonly string[] {
	const selection = {filter: '', sortedBy: null};
	const {columns, rows} = view.window(snapshot, selection, {from: 0, count: maxRows, width});
	if (rows.length === 0) {
		return [];
	}

	const headings = columns.map(({column}) => ({text: cleanText(column.title), style: 'strong' as const}));
	const more = view.count(snapshot, selection) - rows.length;
	return [
		'',
		...[headings, ...rows.map(({cells}) => cells)].map(cells => tableLine(columns, cells, theme).trimEnd()),
		...(more > 0 ? [`and ${more} more`] : []),
	];
}
