import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import {noZone, type Finding} from '../../protocol/finding.js';
import {formatAge, formatCount, formatUsd} from '../../text/format.js';
import {defineView, type Line} from '../view.js';

/** Why a finding stands out, in a word; empty for most. */
export function remarkOf(finding: Finding): string {
	if (finding.malformed !== null) {
		return 'malformed';
	}

	if (finding.simulated) {
		return 'simulated';
	}

	return finding.status === 'completed' ? (finding.oddities.some(oddity => oddity !== noZone) ? 'odd' : '') : finding.status;
}

/** What a finding says, in one line: its result, or why it is none where there is nothing else to show. */
export function resultLine(finding: Finding): CleanText {
	return finding.malformed !== null && finding.result.length === 0 ? cleanText(finding.malformed) : finding.result.line();
}

/** A text of a finding with its remark before it, unless there is none or the text begins with it. */
export function withRemark(finding: Finding, text: CleanText): CleanText {
	const remark = remarkOf(finding);
	return remark === '' || text.startsWith(`(${remark})`) ? text : clean`(${remark}) ${text}`;
}

/** What was found, newest first. */
export const findingsView = defineView<Finding>({
	name: 'Findings',
	rows: snapshot => snapshot.findings.items,
	summary({findings}): readonly Line[] {
		const kept = findings.total > findings.items.length ? clean`, the newest ${formatCount(findings.items.length)} are listed` : '';
		return [{text: clean`${formatCount(findings.total)} findings, ${formatCount(findings.malformed)} malformed, ${formatCount(findings.simulated)} simulated${kept}`, style: 'quiet'}];
	},
	idOf: row => row.id,
	matches: (row, text) => row.id.toLowerCase().includes(text)
		|| (row.workerId?.toLowerCase().includes(text) ?? false)
		|| remarkOf(row).includes(text)
		|| row.task.includes(text)
		|| row.result.includes(text)
		|| row.filesChanged.some(file => file.includes(text)),
	target: row => ({kind: 'finding', id: row.id}),
	empty: 'Nothing was found yet.',
	columns: [
		{
			title: 'FINDING', minWidth: 12, maxWidth: 22, priority: 90, cell: row => ({text: cleanText(row.id), style: 'strong'}), sortBy: row => row.id,
		},
		{
			title: 'WORKER', minWidth: 11, maxWidth: 26, priority: 60, cell: row => ({text: cleanText(row.workerId ?? '?')}), sortBy: row => row.workerId ?? '',
		},
		{
			title: 'AGE',
			minWidth: 8,
			priority: 70,
			align: 'right',
			cell: (row, nowMs) => ({text: row.atMs === null ? cleanText('?') : formatAge(nowMs - row.atMs)}),
			sortBy: row => row.atMs ?? 0,
		},
		{
			title: 'TOKENS', minWidth: 8, priority: 30, align: 'right', cell: row => ({text: row.tokens === null ? cleanText('?') : formatCount(row.tokens)}), sortBy: row => row.tokens ?? -1,
		},
		{
			title: 'COST', minWidth: 10, priority: 40, align: 'right', cell: row => ({text: formatUsd(row.costUsd)}), sortBy: row => row.costUsd ?? -1,
		},
		{
			title: 'NOTE',
			minWidth: 10,
			priority: 50,
			cell: row => ({text: cleanText(remarkOf(row)), style: row.malformed === null && row.status === 'completed' ? 'quiet' : 'warning'}),
			sortBy: remarkOf,
		},
		{
			title: 'RESULT',
			minWidth: 16,
			maxWidth: Number.POSITIVE_INFINITY,
			priority: 100,
			cell: row => ({text: resultLine(row)}),
		},
	],
});
