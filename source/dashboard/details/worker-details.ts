import {clean, cleanText} from '../../protocol/clean-text.js';
import type {WorkerNote} from '../../protocol/worker-note.js';
import type {Snapshot, WorkerRow} from '../../store/snapshot.js';
import {countOf} from '../../text/count-of.js';
import {
	formatAge, formatClock, formatCount, formatMoment, formatUsd,
} from '../../text/format-numbers.js';
import {logText} from '../../text/log-text.js';
import type {Line} from '../../views/lines.js';
import {logStyles, taskStyles} from '../../views/theme.js';
import {
	doingCell, progressOf, progressText, stateCell,
} from '../../views/worker-cells.js';
import {beatAtMs} from '../../views/workers-view.js';
import {field, heading, type Details} from './detail-lines.js';

const partOfName = /[\p{L}\p{N}_-]/u;
const maxFindings = 20;
const maxLogLines = 100;

/** Details of a worker: state, tasks, findings and log entries. */
export function workerDetails(worker: WorkerRow, snapshot: Snapshot): Details {
	const {atMs, tasks, findings, log} = snapshot;
	const {id, state, note} = worker;
	const {text: shownState, style} = stateCell(worker);
	const held = tasks.items.filter(task => worker.tasks.includes(task.id));
	const logged = log.filter(entry => mentions(logText(entry), cleanText(id))).slice(-maxLogLines).toReversed();
	const ago = (sinceMs: number | null, unknown: string) => sinceMs === null ? unknown : `${formatAge(atMs - sinceMs)} ago`;
	return {
		title: clean`worker ${id}`,
		next: held[0] ? {kind: 'task', id: held[0].id} : null,
		lines: [
			...field('state', shownState === state ? state : `${shownState} (${state})`, style),
			...field('doing', doingCell(worker).text || null),
			...field('heartbeat', ago(beatAtMs(worker), 'none')),
			...field('last work', ago(worker.lastWorkAtMs, 'not seen')),
			...field('findings', formatCount(worker.findings)),
			...field('tokens', formatCount(worker.tokens)),
			...field('cost', formatUsd(worker.costUsd)),
			...(note ? noteLines(note) : []),
			...heading(`holds ${countOf(worker.tasks.length, 'task')}`),
			...held.map(task => {
				const progress = progressOf(task, snapshot);
				return {text: clean`${task.id}  ${task.state}  ${progress ? `${progressText(progress)}  ` : ''}${task.description.line()}`, style: taskStyles[task.state]};
			}),
			...heading('newest findings'),
			...findings.items.filter(({workerId}) => workerId === id).slice(0, maxFindings).map(finding => ({text: clean`${finding.id}  ${finding.result.line()}`, style: 'plain' as const})),
			...heading('log, newest first'),
			...logged.map(entry => ({text: clean`${formatClock(entry.atMs)}  ${logText(entry)}`, style: logStyles[entry.kind]})),
		],
	};
}

/** What a worker reports about itself. */
function noteLines({blocked, executor, model, workdir, concurrency, done, failed, spentUsd, host, pid, startedAtMs}: WorkerNote): readonly Line[] {
	return [
		...field('blocked', blocked, 'warning'),
		...field('executor', executor ?? '?'),
		...field('model', model),
		...field('directory', workdir),
		...field('concurrency', String(concurrency ?? '?')),
		...field('done', `${done ?? '?'}${failed === null ? '' : `, ${failed} failed`}`),
		...field('spent', `${formatUsd(spentUsd)} since it started`),
		...field('host', `${host ?? '?'}${pid === null ? '' : `, process ${pid}`}`),
		...field('started', startedAtMs === null ? '?' : formatMoment(startedAtMs)),
	];
}

/** Whether a text contains a name that is not part of a longer one: `haiku_10 came` does not mention `haiku_1`. */
export function mentions(text: string, name: string): boolean {
	if (name === '') {
		return false;
	}

	for (let at = text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
		if (!partOfName.test(text.charAt(at - 1)) && !partOfName.test(text.charAt(at + name.length))) {
			return true;
		}
	}

	return false;
}
