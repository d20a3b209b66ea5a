import {cleanText} from '../protocol/clean-text.js';
import type {Snapshot, TaskRow, TaskState} from '../store/snapshot.js';
import {formatAge} from '../text/format-numbers.js';
import {memoizeLast} from './memoize.js';
import {taskStyles} from './theme.js';
import {numberColumn, textColumn} from './columns.js';
import {defineView} from './define-view.js';

const order: Readonly<Record<TaskState, number>> = {
	orphaned: 0, failed: 1, slow: 2, claimed: 3, announced: 4, done: 5, cancelled: 6,
};
const groups = Object.keys(order).length;

/** Tasks by state, those that need attention first, and the newest first in each state. One pass without sorting: there may be 100,000. */
const inOrder = memoizeLast(
	({tasks}: Snapshot) => [tasks.items],
	({tasks: {items}}): readonly TaskRow[] => {
		const buckets = Array.from({length: groups}, (): TaskRow[] => []);
		for (let index = items.length - 1; index >= 0; index--) {
			const task = items[index]!;
			buckets[order[task.state]]!.push(task);
		}

		return buckets.flat();
	},
);

/** The tasks, with their states, holders and leases. */
export const tasksView = defineView<TaskRow>({
	name: 'Tasks',
	rows: inOrder,
	idOf: row => row.id,
	matches: (row, text) => row.id.toLowerCase().includes(text) || row.state.includes(text) || (row.workerId?.toLowerCase().includes(text) ?? false) || row.description.includes(text),
	target: row => ({kind: 'task', id: row.id}),
	empty: 'No tasks yet. Press n to write one.',
	columns: [
		textColumn('TASK', {minWidth: 12, maxWidth: 22, priority: 100}, row => row.id, 'strong'),
		textColumn('STATE', {minWidth: 10, priority: 90}, row => row.state, row => taskStyles[row.state]),
		textColumn('WORKER', {minWidth: 11, maxWidth: 26, priority: 60}, row => row.workerId ?? ''),
		{
			title: 'LEASE',
			minWidth: 7,
			priority: 50,
			align: 'right',
			cell: (row, nowMs) => ({text: row.claimExpiresAtMs === null ? cleanText(row.workerId === null ? '' : 'never') : formatAge(row.claimExpiresAtMs - nowMs)}),
			sortBy: row => row.claimExpiresAtMs ?? 0,
		},
		numberColumn('TRIES', {minWidth: 6, priority: 30}, row => row.attempts, attempts => cleanText(attempts === 0 ? '' : String(attempts))),
		{
			title: 'AGE', minWidth: 8, priority: 70, align: 'right', cell: (row, nowMs) => ({text: formatAge(nowMs - row.sinceMs)}), sortBy: (row, nowMs) => nowMs - row.sinceMs,
		},
		{
			title: 'DESCRIPTION',
			minWidth: 14,
			maxWidth: Number.POSITIVE_INFINITY,
			priority: 80,
			cell: row => row.malformed !== null && row.description.length === 0 ? {text: cleanText(row.malformed), style: 'warning'} : {text: row.description.line()},
			sortBy: row => row.description.line(40),
		},
	],
});
