import {clean, cleanText} from '../../protocol/clean-text.js';
import type {Finding} from '../../protocol/finding.js';
import type {Snapshot} from '../../store/snapshot.js';
import {
	formatAge, formatBytes, formatCount, formatMoment, formatUsd,
} from '../../text/format.js';
import {remarkOf} from '../../text/findings.js';
import {body, field, type Details} from './detail-lines.js';

/** Everything about a finding. */
export function findingDetails(finding: Finding, {atMs, tasks}: Snapshot): Details {
	const task = tasks.items.find(({id, findingId}) => id === finding.taskId || findingId === finding.id);
	const remark = remarkOf(finding);
	return {
		title: clean`finding ${finding.id}`,
		next: task ? {kind: 'task', id: task.id} : (finding.workerId === null ? null : {kind: 'worker', id: finding.workerId}),
		lines: [
			...(remark === '' ? [] : [field('note', clean`${remark}${explanation(finding)}`, 'warning')]),
			...finding.oddities.map(oddity => field('odd', cleanText(oddity), 'warning')),
			field('worker', cleanText(finding.workerId ?? '?')),
			field('at', finding.atMs === null ? cleanText('?') : clean`${formatMoment(finding.atMs)}, ${formatAge(atMs - finding.atMs)} ago`),
			field('cost', clean`${formatUsd(finding.costUsd)} for ${finding.tokens === null ? '?' : formatCount(finding.tokens)} tokens`),
			...(finding.model === null ? [] : [field('model', cleanText(finding.model))]),
			...(finding.executor === null ? [] : [field('executor', cleanText(finding.executor))]),
			...(task ? [field('task id', cleanText(task.id))] : []),
			field('size', formatBytes(finding.bytes)),
			...finding.filesChanged.map((file, index) => field(index === 0 ? 'files' : '', file.line())),
			...finding.citations.map((citation, index) => field(index === 0 ? 'cites' : '', cleanText(citation))),
			...body('task', finding.task),
			...body(finding.malformed === null ? 'result' : 'as it was written', finding.result),
		],
	};
}

function explanation({malformed, status}: Finding): string {
	if (malformed !== null) {
		return `: ${malformed}`;
	}

	return status === 'denied' ? ': tools were denied on the way, the answer may be a part of what was asked' : '';
}
