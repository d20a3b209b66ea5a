import {
	clean, cleanText, type CleanText,
} from '../protocol/clean-text.js';
import type {TaskProgress} from '../protocol/worker-note.js';
import type {Snapshot, TaskRow, WorkerRow} from '../store/snapshot.js';
import {formatBrief} from '../text/format-numbers.js';
import type {Cell} from './columns.js';
import {workerStyles} from './theme.js';

/** What a worker reports about itself. Counts only while it sends heartbeats. */
function saysNow({state, note}: WorkerRow): WorkerRow['note'] {
	return state === 'working' || state === 'idle' ? note : null;
}

/** A worker's state: from evidence, but `paused` and `draining` as it reports itself. */
export function stateCell(worker: WorkerRow): Cell {
	const says = saysNow(worker)?.state;
	return says === 'paused' || says === 'draining'
		? {text: cleanText(says), style: 'warning'}
		: {text: cleanText(worker.state), style: workerStyles[worker.state]};
}

/** The progress of an attempt, such as `turn 3 Edit 12.3k tokens`. */
export function progressText({turn, tool, tokens}: TaskProgress): CleanText {
	return clean`turn ${turn}${tool === null ? '' : ` ${tool}`} ${formatBrief(tokens)} tokens`;
}

/** What a worker is doing, as it reports itself: the progress of its first task and how many more it has, else why it does nothing. */
export function doingCell(worker: WorkerRow): Cell {
	const note = saysNow(worker);
	const [first, ...more] = note?.progress ?? [];
	if (first) {
		return {text: clean`${progressText(first)}${more.length === 0 ? '' : ` +${more.length}`}`, style: 'busy'};
	}

	if (note?.state === 'paused') {
		return {text: cleanText('paused'), style: 'warning'};
	}

	const blocked = note?.blocked ?? null;
	return blocked === null ? {text: cleanText('')} : {text: clean`blocked: ${blocked}`, style: 'warning'};
}

/** The progress of a task, if its holder reports it. */
export function progressOf({id, workerId}: TaskRow, {workers}: Snapshot): TaskProgress | null {
	const holder = workerId === null ? undefined : workers.items.find(worker => worker.id === workerId);
	return holder ? saysNow(holder)?.progress.find(({task}) => task === id) ?? null : null;
}
