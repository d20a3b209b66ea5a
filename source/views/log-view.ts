import type {LogEntry, Snapshot} from '../store/snapshot.js';
import {formatClock} from '../text/format-numbers.js';
import {logText} from '../text/log-text.js';
import {memoizeLast} from './memoize.js';
import {logStyles} from './theme.js';
import {textColumn} from './columns.js';
import {defineView} from './define-view.js';

const newestFirst = memoizeLast(({log}: Snapshot) => [log], ({log}) => log.toReversed());

/** Events, and every write of this dashboard; newest first. */
export const logView = defineView<LogEntry>({
	name: 'Log',
	rows: newestFirst,
	idOf: row => String(row.number),
	matches: (row, text) => row.kind.includes(text) || logText(row).toLowerCase().includes(text),
	target: row => ({kind: 'entry', id: String(row.number)}),
	follows: true,
	empty: 'No events since this dashboard was started.',
	columns: [
		{
			title: 'TIME', minWidth: 9, priority: 80, cell: row => ({text: formatClock(row.atMs), style: 'quiet'}),
		},
		textColumn('KIND', {minWidth: 9, priority: 70}, row => row.kind, row => logStyles[row.kind]),
		{
			title: 'WHAT', minWidth: 20, maxWidth: Number.POSITIVE_INFINITY, priority: 100, cell: row => ({text: logText(row)}),
		},
	],
});
