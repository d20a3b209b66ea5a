import process from 'node:process';
import {renderToString} from 'ink';
import {clean, cleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import {placeRows} from '../terminal/row-placeholders.js';
import {limitsText} from '../text/budget-text.js';
import {problemText} from '../text/problems.js';
import {Table} from '../dashboard/components/table.js';
import {plainTheme, themeFor, type Theme} from '../views/theme.js';
import type {View} from '../views/define-view.js';
import {savingsLine} from '../views/cost-view.js';
import {tasksView} from '../views/tasks-view.js';
import {workersView} from '../views/workers-view.js';
import {statusLine} from './status-line.js';

const mostRows = 40;
const defaultWidth = 100;

/** The swarm as text: one line, and a table each of workers, tasks and problems, as far as there are any. */
export function statusText(snapshot: Snapshot): string {
	const width = process.stdout.columns ?? defaultWidth;
	const theme = process.stdout.isTTY ? themeFor() : plainTheme;
	const parts = [
		statusLine(snapshot),
		savingsLine(snapshot).text,
		...(snapshot.cost.budget === null ? [] : [clean`budget  ${limitsText(snapshot.cost) ?? 'none'}`]),
		tableText(workersView, snapshot, width, theme),
		tableText(tasksView, snapshot, width, theme),
		...snapshot.problems.map(problem => {
			const {why, remedy} = problemText(problem);
			return cleanText(`! ${problem.kind.replaceAll('_', ' ')}${problem.subject === null ? '' : ` ${problem.subject}`}: ${why} (${remedy})`);
		}),
	];
	return parts.filter(part => part !== '').join('\n');
}

function tableText(view: View, snapshot: Snapshot, width: number, theme: Theme): string {
	const selection = {filter: '', sortedBy: null};
	const {columns, rows} = view.window(snapshot, selection, {from: 0, count: mostRows, width: width - 2});
	if (rows.length === 0) {
		return '';
	}

	const table = placeRows(renderToString(<Table placed={columns} rows={rows} selectedId={null} theme={theme} frame='full'/>, {columns: width}));
	const more = view.count(snapshot, selection) - rows.length;
	return more > 0 ? `${table}\n  and ${more} more` : table;
}
