import {
	clean, cleanText, type CleanText,
} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import type {OutsideText} from '../protocol/outside-text.js';
import type {Snapshot, TaskRow, WorkerRow} from '../store/snapshot.js';
import {wrapText} from '../terminal/fit.js';
import type {Actions} from './actions.js';
import {
	formatAge, formatBytes, formatCount, formatMoment, formatUsd,
} from './format.js';
import {taskStyles, workerStyles} from './theme.js';
import type {Line, Target} from './view.js';
import {remarkOf} from './views/findings.js';
import {beatAgeMs} from './views/workers.js';

/** What was loaded for the details that are open: more than the snapshot keeps. */
export type Loaded = {readonly finding: Finding | null; readonly task: OutsideText | null};

/** Nothing yet. */
export const nothingLoaded: Loaded = {finding: null, task: null};

/** Load what the details of a target need. Rejects with a message for the user. */
export async function loadDetails({kind, id}: Target, actions: Actions): Promise<Loaded> {
	return {
		finding: kind === 'finding' ? await actions.loadFinding(id) : null,
		task: kind === 'task' ? await actions.loadTask(id) : null,
	};
}

/** What is shown of something, and what belongs to it. */
export type Details = {
	readonly title: CleanText;
	readonly lines: readonly Line[];
	/** Where `follow` leads, or `null`. */
	readonly next: Target | null;
};

const labelWidth = 12;

function field(label: string, value: CleanText, style: Line['style'] = 'plain'): Line {
	return {text: clean`${label.padEnd(labelWidth)}${value}`, style};
}

function body(heading: string, text: OutsideText): readonly Line[] {
	return [{text: cleanText(''), style: 'plain'}, {text: cleanText(heading), style: 'strong'}, ...text.lines().map(line => ({text: line, style: 'plain' as const}))];
}

/** The details of a target, as the snapshot and what was loaded tell them. */
export function detailsOf(target: Target, snapshot: Snapshot, loaded: Loaded): Details {
	switch (target.kind) {
		case 'worker': {
			const worker = snapshot.workers.items.find(({id}) => id === target.id);
			return worker ? workerDetails(worker, snapshot) : missing(target);
		}

		case 'task': {
			const task = snapshot.tasks.items.find(({id}) => id === target.id);
			return task ? taskDetails(task, snapshot.atMs, loaded.task) : missing(target);
		}

		case 'finding': {
			const finding = loaded.finding ?? snapshot.findings.items.find(({id}) => id === target.id);
			return finding ? findingDetails(finding, snapshot) : missing(target);
		}
	}
}

function missing({kind, id}: Target): Details {
	return {title: clean`${kind} ${id}`, lines: [{text: clean`There is no ${kind} with this id (any more).`, style: 'warning'}], next: null};
}

function workerDetails(worker: WorkerRow, {atMs, tasks, findings}: Snapshot): Details {
	const ageMs = beatAgeMs(worker, atMs);
	const {note} = worker;
	const held = tasks.items.filter(({id}) => worker.tasks.includes(id));
	return {
		title: clean`worker ${worker.id}`,
		next: held[0] ? {kind: 'task', id: held[0].id} : null,
		lines: [
			field('state', cleanText(worker.state), workerStyles[worker.state]),
			field('heartbeat', ageMs === null ? cleanText('none now') : clean`${formatAge(ageMs)} ago`),
			field('last work', worker.lastWorkAtMs ? clean`${formatAge(atMs - worker.lastWorkAtMs)} ago` : cleanText('not seen')),
			field('findings', formatCount(worker.findings)),
			field('tokens', formatCount(worker.tokens)),
			field('cost', formatUsd(worker.costUsd)),
			...(note
				? [
					field('executor', cleanText(note.executor ?? '?')),
					field('host', cleanText(note.host ?? '?')),
					field('concurrency', cleanText(String(note.concurrency ?? '?'))),
					field('started', note.startedAtMs === null ? cleanText('?') : cleanText(formatMoment(note.startedAtMs))),
				]
				: []),
			{text: cleanText(''), style: 'plain'},
			{text: clean`holds ${worker.tasks.length} ${worker.tasks.length === 1 ? 'task' : 'tasks'}`, style: 'strong'},
			...held.map(task => ({text: clean`${task.id}  ${task.state}  ${task.description.line()}`, style: taskStyles[task.state]})),
			{text: cleanText(''), style: 'plain'},
			{text: cleanText('newest findings'), style: 'strong'},
			...findings.items.filter(({workerId}) => workerId === worker.id).slice(0, 20).map(finding => ({text: clean`${finding.id}  ${finding.result.line()}`, style: 'plain' as const})),
		],
	};
}

function taskDetails(task: TaskRow, nowMs: number, whole: OutsideText | null): Details {
	const lease = task.claimExpiresAtMs === null ? 'never expires' : `expires in ${formatAge(task.claimExpiresAtMs - nowMs)}`;
	return {
		title: clean`task ${task.id}`,
		next: task.findingId === null ? (task.workerId === null ? null : {kind: 'worker', id: task.workerId}) : {kind: 'finding', id: task.findingId},
		lines: [
			field('state', cleanText(task.state), taskStyles[task.state]),
			field('age', formatAge(nowMs - task.sinceMs)),
			field('worker', cleanText(task.workerId ?? 'nobody holds it')),
			...(task.workerId === null ? [] : [field('lease', cleanText(lease))]),
			field('tries', cleanText(String(task.attempts))),
			field('finding', cleanText(task.findingId ?? 'none yet')),
			...(task.error ? [field('set aside', task.error.line(), 'bad')] : []),
			...(task.malformed === null ? [] : [field('malformed', cleanText(task.malformed), 'warning')]),
			...task.files.map((file, index) => field(index === 0 ? 'files' : '', file.line())),
			...body('description', task.description),
			...(whole ? body('as it was written', whole) : []),
		],
	};
}

function findingDetails(finding: Finding, {atMs, tasks}: Snapshot): Details {
	const task = tasks.items.find(({id, findingId}) => id === finding.taskId || findingId === finding.id);
	const remark = remarkOf(finding);
	return {
		title: clean`finding ${finding.id}`,
		next: task ? {kind: 'task', id: task.id} : (finding.workerId === null ? null : {kind: 'worker', id: finding.workerId}),
		lines: [
			...(remark === '' ? [] : [field('note', clean`${remark}${finding.malformed === null ? '' : `: ${finding.malformed}`}`, 'warning')]),
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

/** Lines of any length as lines of a width. */
export function wrapLines(lines: readonly Line[], width: number): readonly Line[] {
	return lines.flatMap(({text, style}) => wrapText(text, width).map(part => ({text: part, style})));
}
