import {cleanText} from '../protocol/clean-text.js';
import {heartbeatTtlSeconds} from '../protocol/redis-keys.js';
import type {WorkerRow} from '../store/snapshot.js';
import {formatCount, formatUsd} from '../text/format-numbers.js';
import {ageCell, numberColumn, textColumn} from './columns.js';
import {defineView} from './define-view.js';
import {doingCell, stateCell} from './worker-cells.js';

/** When a worker sent its last heartbeat, from when that expires; `null` without one. */
export function beatAtMs({beatExpiresAtMs}: WorkerRow): number | null {
	return beatExpiresAtMs === null ? null : beatExpiresAtMs - (heartbeatTtlSeconds * 1000);
}

/** The workers and their tasks. */
export const workersView = defineView<WorkerRow>({
	name: 'Workers',
	rows: snapshot => snapshot.workers.items,
	idOf: row => row.id,
	matches: (row, text) => [row.id, row.state, stateCell(row).text, row.note?.executor, row.note?.host, ...row.tasks].some(part => part?.toLowerCase().includes(text)),
	target: row => ({kind: 'worker', id: row.id}),
	empty: 'No workers yet. Press w to start one here.',
	columns: [
		textColumn('WORKER', {minWidth: 14, maxWidth: 28, priority: 100}, row => row.id, 'strong'),
		{
			title: 'STATE', minWidth: 9, priority: 90, cell: stateCell, sortBy: row => stateCell(row).text,
		},
		{
			title: 'BEAT', minWidth: 7, priority: 70, align: 'right', cell: (row, nowMs) => ageCell(nowMs, beatAtMs(row), 'none'),
		},
		{
			title: 'WORKED', minWidth: 9, priority: 45, align: 'right', cell: (row, nowMs) => ageCell(nowMs, row.lastWorkAtMs, 'never'), sortBy: row => row.lastWorkAtMs ?? 0,
		},
		numberColumn('FOUND', {minWidth: 8, priority: 60}, row => row.findings, formatCount),
		numberColumn('TOKENS', {minWidth: 9, priority: 40}, row => row.tokens, formatCount),
		numberColumn('COST', {minWidth: 10, priority: 50}, row => row.costUsd, formatUsd),
		textColumn('EXECUTOR', {minWidth: 11, maxWidth: 16, priority: 20}, row => row.note?.executor ?? '', 'quiet'),
		textColumn('HOST', {minWidth: 10, maxWidth: 20, priority: 10}, row => row.note?.host ?? '', 'quiet'),
		{
			title: 'TASKS', minWidth: 12, maxWidth: 28, priority: 55, cell: row => ({text: cleanText(row.tasks.slice(0, 20).join(' '))}), sortBy: row => row.tasks.length,
		},
		{
			title: 'DOING', minWidth: 26, maxWidth: Number.POSITIVE_INFINITY, priority: 75, cell: doingCell, sortBy: row => doingCell(row).text,
		},
	],
});
