import {clean, cleanText} from '../../protocol/clean-text.js';
import type {WorkerNote} from '../../protocol/worker-note.js';
import type {Snapshot, WorkerRow} from '../../store/snapshot.js';
import {
	doingCell, progressOf, progressText, stateCell,
} from '../../views/worker-cells.js';
import {
	formatAge, formatClock, formatCount, formatMoment, formatUsd,
} from '../../text/format.js';
import {logText} from '../../text/log.js';
import {logStyles, taskStyles} from '../../views/theme.js';
import type {Line} from '../../views/lines.js';
import {beatAgeMs} from '../../views/workers-view.js';
import {field, heading, type Details} from './detail-lines.js';
import {mentions} from './mentions.js';

const maxFindings = 20;
const maxLogLines = 100;

/** Details of a worker: state, tasks, findings and log entries. */
export function workerDetails(worker: WorkerRow, snapshot: Snapshot): Details {
	const {atMs, tasks, findings, log} = snapshot;
	const ageMs = beatAgeMs(worker, atMs);
	const {text: state, style} = stateCell(worker);
	const {text: doing} = doingCell(worker);
	const held = tasks.items.filter(({id}) => worker.tasks.includes(id));
	const logged = log.filter(entry => mentions(logText(entry), cleanText(worker.id))).slice(-maxLogLines).toReversed();
	return {
		title: clean`worker ${worker.id}`,
		next: held[0] ? {kind: 'task', id: held[0].id} : null,
		lines: [
			field('state', state === worker.state ? state : clean`${state} (${worker.state})`, style),
			...(doing === '' ? [] : [field('doing', doing)]),
			field('heartbeat', ageMs === null ? cleanText('none now') : clean`${formatAge(ageMs)} ago`),
			field('last work', worker.lastWorkAtMs ? clean`${formatAge(atMs - worker.lastWorkAtMs)} ago` : cleanText('not seen')),
			field('findings', formatCount(worker.findings)),
			field('tokens', formatCount(worker.tokens)),
			field('cost', formatUsd(worker.costUsd)),
			...(worker.note ? noteLines(worker.note) : []),
			...heading(clean`holds ${worker.tasks.length} ${worker.tasks.length === 1 ? 'task' : 'tasks'}`),
			...held.map(task => {
				const progress = progressOf(task, snapshot);
				return {text: clean`${task.id}  ${task.state}  ${progress ? `${progressText(progress)}  ` : ''}${task.description.line()}`, style: taskStyles[task.state]};
			}),
			...heading(cleanText('newest findings')),
			...findings.items.filter(({workerId}) => workerId === worker.id).slice(0, maxFindings).map(finding => ({text: clean`${finding.id}  ${finding.result.line()}`, style: 'plain' as const})),
			...heading(cleanText('log, newest first')),
			...logged.map(entry => ({text: clean`${formatClock(entry.atMs)}  ${logText(entry)}`, style: logStyles[entry.kind]})),
		],
	};
}

/** What a worker reports about itself. */
function noteLines(note: WorkerNote): readonly Line[] {
	const stated = (value: string | number | null) => clean`${value ?? '?'}`;
	return [
		...(note.blocked === null ? [] : [field('blocked', cleanText(note.blocked), 'warning')]),
		field('executor', stated(note.executor)),
		...(note.model === null ? [] : [field('model', cleanText(note.model))]),
		...(note.workdir === null ? [] : [field('directory', cleanText(note.workdir))]),
		field('concurrency', stated(note.concurrency)),
		field('done', note.failed === null ? stated(note.done) : clean`${note.done ?? '?'}, failed ${note.failed}`),
		field('spent', clean`${formatUsd(note.spentUsd)} since it started`),
		field('host', note.pid === null ? stated(note.host) : clean`${note.host ?? '?'}, process ${note.pid}`),
		field('started', note.startedAtMs === null ? cleanText('?') : cleanText(formatMoment(note.startedAtMs))),
	];
}
