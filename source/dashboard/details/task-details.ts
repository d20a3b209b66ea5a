import {clean} from '../../protocol/clean-text.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import type {Snapshot, TaskRow} from '../../store/snapshot.js';
import {formatAge} from '../../text/format-numbers.js';
import {taskStyles} from '../../views/theme.js';
import {progressOf, progressText} from '../../views/worker-cells.js';
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
