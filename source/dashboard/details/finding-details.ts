import {clean} from '../../protocol/clean-text.js';
import type {Finding} from '../../protocol/finding.js';
import type {Snapshot} from '../../store/snapshot.js';
import {remarkOf} from '../../text/finding-text.js';
import {
	formatAge, formatBytes, formatCount, formatMoment, formatUsd,
} from '../../text/format-numbers.js';
import {
	body, field, list, type Details,
} from './detail-lines.js';

/** Details of a finding. */
export function findingDetails(finding: Finding, {atMs, tasks}: Snapshot): Details {
	const {
		id, workerId, tokens, malformed, status,
	} = finding;
	const task = tasks.items.find(row => row.id === finding.taskId || row.findingId === id);
	const remark = remarkOf(finding);
	const explanation = malformed ?? (status === 'denied' ? 'tools were denied, so the answer may be incomplete' : '');
	return {
		title: clean`finding ${id}`,
		next: task ? {kind: 'task', id: task.id} : (workerId === null ? null : {kind: 'worker', id: workerId}),
		lines: [
			...field('note', remark === '' ? null : [remark, explanation].filter(part => part !== '').join(': '), 'warning'),
			...list('odd', finding.oddities, 'warning'),
			...field('worker', workerId ?? '?'),
			...field('at', finding.atMs === null ? '?' : `${formatMoment(finding.atMs)}, ${formatAge(atMs - finding.atMs)} ago`),
			...field('cost', `${formatUsd(finding.costUsd)} for ${tokens === null ? '?' : formatCount(tokens)} tokens`),
			...field('model', finding.model),
			...field('executor', finding.executor),
			...field('task id', task?.id ?? null),
			...field('size', formatBytes(finding.bytes)),
			...list('files', finding.filesChanged.map(file => file.line())),
			...list('cites', finding.citations),
			...body('task', finding.task),
			...body(malformed === null ? 'result' : 'as it was written', finding.result),
		],
	};
}
