import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import type {Snapshot} from '../store/snapshot.js';
import {spentText} from '../text/budget-text.js';
import {resultLine, withRemark} from '../text/finding-text.js';
import {formatCount, formatUsd} from '../text/format-numbers.js';
import {problemText, type Problem} from '../text/problem-text.js';
import {savingsLine} from '../text/savings-text.js';
import {ageCell} from './columns.js';
import {defineView, type Target} from './define-view.js';
import type {Line} from './lines.js';
import {memoizeLast} from './memoize.js';
import {sparkline} from './sparkline.js';

type Row
	= | {readonly kind: 'problem'; readonly problem: Problem}
		| {readonly kind: 'finding'; readonly finding: Finding};

const newest = 100;

const rowsOf = memoizeLast(
	({problems, findings}: Snapshot) => [problems, findings.items],
	({problems, findings}): readonly Row[] => [
		...problems.map(problem => ({kind: 'problem' as const, problem})),
		...findings.items.slice(0, newest).map(finding => ({kind: 'finding' as const, finding})),
	],
);

const targets: Partial<Record<Problem['kind'], Target['kind']>> = {
	orphaned_claim: 'task', slow_task: 'task', unheard_task: 'task', failed_task: 'task', blocked_worker: 'worker',
};

function targetOf(row: Row): Target | null {
	if (row.kind === 'finding') {
		return {kind: 'finding', id: row.finding.id};
	}

	const kind = targets[row.problem.kind];
	return kind && row.problem.subject !== null ? {kind, id: row.problem.subject} : null;
}

function counted<Name extends string>(counts: Readonly<Record<Name, number>>, names: readonly Name[]): CleanText {
	return clean`${names.filter(name => counts[name] > 0).map(name => `${formatCount(counts[name])} ${name}`).join(', ') || 'none'}`;
}

function textOf(row: Row): CleanText {
	if (row.kind === 'problem') {
		const {subject} = row.problem;
		const {why, remedy} = problemText(row.problem);
		return clean`${subject === null ? '' : `${subject}: `}${why} (${remedy})`;
	}

	return withRemark(row.finding, resultLine(row.finding));
}

/** Everything at a glance: counts, throughput, costs, problems and the newest findings. */
export const overviewView = defineView<Row>({
	name: 'Overview',
	rows: rowsOf,
	summary(snapshot, {width, height}): readonly Line[] {
		const {workers, tasks, findings, cost} = snapshot;
		const burn = cost.burnUsdPerHour === null ? '' : `, ${formatUsd(cost.burnUsdPerHour)} an hour`;
		const lastSecond = findings.perSecond.at(-2) ?? 0;
		const lines: readonly Line[] = [
			{text: clean`workers   ${counted(workers.counts, ['lost', 'unknown', 'working', 'idle', 'quiet'])}`, style: workers.counts.lost > 0 ? 'bad' : 'plain'},
			{
				text: clean`tasks     ${counted(tasks.counts, ['orphaned', 'failed', 'slow', 'claimed', 'announced', 'done', 'cancelled'])}`,
				style: tasks.counts.orphaned > 0 ? 'bad' : 'plain',
			},
			{text: clean`findings  ${counted(findings, ['total', 'malformed', 'simulated'])}`, style: 'plain'},
			{text: clean`spend     ${spentText(cost)}${burn}; ${savingsLine(snapshot.savings)}`, style: 'plain'},
			{text: clean`findings/s ${sparkline(findings.perSecond.slice(0, -1), Math.min(59, width - 22))} ${formatCount(lastSecond)}/s`, style: 'busy'},
			{text: clean`spend/h    ${sparkline(cost.byHour.map(({costUsd}) => costUsd), Math.min(48, width - 12))}`, style: 'busy'},
		];
		return lines.slice(0, Math.max(0, height));
	},
	idOf: row => row.kind === 'problem' ? `problem ${row.problem.kind} ${row.problem.subject ?? ''}` : `finding ${row.finding.id}`,
	matches: (row, text) => row.kind.includes(text)
		|| (row.kind === 'problem' ? textOf(row).toLowerCase().includes(text) : row.finding.id.toLowerCase().includes(text) || row.finding.result.includes(text)),
	target: targetOf,
	empty: 'No problems, and no findings yet.',
	nothingMatches: ({findings}) => findings.total > newest ? `Nothing matches in the problems and the newest ${newest} of ${formatCount(findings.total)} findings.` : null,
	columns: [
		{
			title: 'WHAT',
			minWidth: 16,
			priority: 90,
			cell: row => row.kind === 'problem' ? {text: cleanText(row.problem.kind.replaceAll('_', ' ')), style: 'bad'} : {text: cleanText('finding'), style: 'quiet'},
		},
		{
			title: 'WHO', minWidth: 11, maxWidth: 18, priority: 60, cell: row => ({text: cleanText(row.kind === 'problem' ? '' : row.finding.workerId ?? '?')}),
		},
		{
			title: 'AGE', minWidth: 8, priority: 50, align: 'right', cell: (row, nowMs) => ageCell(nowMs, row.kind === 'finding' ? row.finding.atMs : null, ''),
		},
		{
			title: 'DETAILS', minWidth: 18, maxWidth: Number.POSITIVE_INFINITY, priority: 100, cell: row => ({text: textOf(row)}),
		},
	],
});
