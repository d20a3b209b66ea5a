import {clean, cleanText} from '../../protocol/clean-text.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import type {Snapshot, TaskRow} from '../../store/snapshot.js';
import {progressOf, progressText} from '../../views/worker-cells.js';
import {formatAge} from '../../text/format.js';
import {taskStyles} from '../../views/theme.js';
import {body, field, type Details} from './detail-lines.js';

/** Everything about a task. `whole`: its text, where it was loaded. */
export function taskDetails(task: TaskRow, snapshot: Snapshot, whole: UntrustedText | null): Details {
	const {atMs} = snapshot;
	const lease = task.claimExpiresAtMs === null ? 'never expires' : `expires in ${formatAge(task.claimExpiresAtMs - atMs)}`;
	const progress = progressOf(task, snapshot);
	return {
		title: clean`task ${task.id}`,
		next: task.findingId === null ? (task.workerId === null ? null : {kind: 'worker', id: task.workerId}) : {kind: 'finding', id: task.findingId},
		lines: [
			field('state', cleanText(task.state), taskStyles[task.state]),
			field('age', formatAge(atMs - task.sinceMs)),
			field('worker', cleanText(task.workerId ?? 'none')),
			...(task.workerId === null ? [] : [field('lease', cleanText(lease))]),
			...(progress ? [field('progress', progressText(progress), 'busy')] : []),
			field('tries', cleanText(String(task.attempts))),
			field('finding', cleanText(task.findingId ?? 'none yet')),
			...(task.error ? [field('set aside', clean`${task.attempts === 0 ? '' : `at try ${task.attempts}: `}${task.error.line()}`, 'bad')] : []),
			...(task.malformed === null ? [] : [field('malformed', cleanText(task.malformed), 'warning')]),
			...task.files.map((file, index) => field(index === 0 ? 'files' : '', file.line())),
			...body('description', task.description),
			...(whole ? body('as it was written', whole) : []),
		],
	};
}
