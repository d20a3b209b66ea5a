import {clean} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import {findingIncludes, remarkOf, resultLine} from '../text/finding-text.js';
import {formatCount, formatUsd} from '../text/format-numbers.js';
import {ageCell, numberColumn, textColumn} from './columns.js';
import {defineView} from './define-view.js';
import type {Line} from './lines.js';

/** The findings, newest first. */
export const findingsView = defineView<Finding>({
	name: 'Findings',
	rows: snapshot => snapshot.findings.items,
	summary({findings}): readonly Line[] {
		const kept = findings.total > findings.items.length ? clean`; only the newest ${formatCount(findings.items.length)} are listed and searched` : '';
		return [{text: clean`${formatCount(findings.total)} findings, ${formatCount(findings.malformed)} malformed, ${formatCount(findings.simulated)} simulated${kept}`, style: 'quiet'}];
	},
	idOf: row => row.id,
	matches: findingIncludes,
	target: row => ({kind: 'finding', id: row.id}),
	follows: true,
	empty: 'No findings yet.',
	nothingMatches: ({findings}) => findings.total > findings.items.length
		? `Nothing matches in the newest ${formatCount(findings.items.length)} of ${formatCount(findings.total)} findings. To search all: haiku-swarm findings --filter`
		: null,
	columns: [
		textColumn('FINDING', {minWidth: 12, maxWidth: 22, priority: 90}, row => row.id, 'strong'),
		textColumn('WORKER', {minWidth: 11, maxWidth: 26, priority: 60}, row => row.workerId),
		{
			title: 'AGE', minWidth: 8, priority: 70, align: 'right', cell: (row, nowMs) => ageCell(nowMs, row.atMs), sortBy: row => row.atMs ?? 0,
		},
		numberColumn('TOKENS', {minWidth: 8, priority: 30}, row => row.tokens, formatCount),
		numberColumn('COST', {minWidth: 10, priority: 40}, row => row.costUsd, formatUsd),
		textColumn('NOTE', {minWidth: 10, priority: 50}, remarkOf, row => row.malformed === null && row.status === 'completed' ? 'quiet' : 'warning'),
		{
			title: 'RESULT', minWidth: 16, maxWidth: Number.POSITIVE_INFINITY, priority: 100, cell: row => ({text: resultLine(row)}),
		},
	],
});
