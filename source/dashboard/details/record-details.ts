import {clean} from '../../protocol/clean-text.js';
import type {Finding} from '../../protocol/finding.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import type {LogEntry, Snapshot, TaskRow} from '../../store/snapshot.js';
import {remarkOf} from '../../text/finding-text.js';
import {
	formatAge, formatBytes, formatClock, formatCount, formatMoment, formatUsd,
} from '../../text/format-numbers.js';
import {logText} from '../../text/log-text.js';
import {taskStyles} from '../../views/theme.js';
import {progressOf, progressText} from '../../views/worker-cells.js';
import {lineOf} from '../../views/lines.js';
import {memoizeWeak} from '../../views/memoize.js';
import {
	body, field, list, type Details,
} from './detail-lines.js';

/** Details of a task. @param whole Its text, if it was loaded. */
export function taskDetails(task: TaskRow, snapshot: Snapshot, whole: UntrustedText | null): Details {
	const {
		id, state, workerId, claimExpiresAtMs, findingId, attempts, error,
	} = task;
	const {atMs} = snapshot;
	const lease = claimExpiresAtMs === null ? 'never expires' : `expires in ${formatAge(claimExpiresAtMs - atMs)}`;
	const progress = progressOf(task, snapshot);
	return {
		title: clean`task ${id}`,
		next: findingId === null ? (workerId === null ? null : {kind: 'worker', id: workerId}) : {kind: 'finding', id: findingId},
		lines: [
			...field('state', state, taskStyles[state]),
			...field('age', formatAge(atMs - task.sinceMs)),
			...field('worker', workerId ?? 'none'),
			...field('lease', workerId === null ? null : lease),
			...field('progress', progress && progressText(progress), 'busy'),
			...field('attempts', String(attempts)),
			...field('finding', findingId ?? 'none yet'),
			...field('set aside', error && `${attempts === 0 ? '' : `after attempt ${attempts}: `}${error.line()}`, 'bad'),
			...field('malformed', task.malformed, 'warning'),
			...list('files', task.files.map(file => file.line())),
			...body('description', task.description),
			...(whole ? body('as it was written', whole) : []),
		],
	};
}

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

const logLines = memoizeWeak((entry: LogEntry) => [lineOf(logText(entry))]);

/** A whole log entry. Its row shows only the beginning. */
export function logEntryDetails(entry: LogEntry): Details {
	return {title: clean`${entry.kind} at ${formatClock(entry.atMs)}`, lines: logLines(entry), next: null};
}
