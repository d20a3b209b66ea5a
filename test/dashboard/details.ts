import test from 'ava';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import type {WorkerNote} from '../../source/protocol/worker-note.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import {detailsOf, nothingLoaded} from '../../source/dashboard/details/details.js';
import {mentions} from '../../source/dashboard/details/worker-details.js';
import {doingCell, stateCell} from '../../source/views/worker-cells.js';
import {wrapLines} from '../../source/views/lines.js';
import type {Target} from '../../source/views/define-view.js';
import {
	makeBody, makeFinding, makeNote, noteAtTurn, startMs,
} from '../store/_make.js';
import {logText} from '../../source/text/log-text.js';
import {storeOf} from './_swarm.js';

const {snapshot} = storeOf(16);

function textOf(target: Target, loaded = nothingLoaded): string {
	return detailsOf(target, snapshot, loaded).lines.map(({text}) => text).join('\n');
}

test('task details show state, worker, files and text', t => {
	const text = textOf({kind: 'task', id: 'task_1'});
	for (const part of [/^state {7}claimed$/m, /^worker {6}worker emoji 👍🏽🇩🇪 1$/m, /^lease {7}expires in 3m 19s$/m, /^finding {5}none yet$/m, /^files {7}emoji 👍🏽🇩🇪 1\.md$/m, /^describe emoji/m]) {
		t.regex(text, part);
	}

	t.regex(textOf({kind: 'task', id: 'task_0'}), /^set aside {3}boom$/m);
	t.regex(textOf({kind: 'task', id: 'task_0'}, {finding: null, task: new UntrustedText('{"whole": true}')}), /as it was written\n{\n {2}"whole": true\n}$/);
});

test('log entry details show the whole text', t => {
	const entry = snapshot.log.at(-1);
	const target = {kind: 'entry', id: String(entry?.number)} as const;
	t.is(textOf(target), entry ? String(logText(entry)) : '');
	t.regex(String(detailsOf(target, snapshot, nothingLoaded).title), new RegExp(String.raw`^${entry?.kind} at \d\d:`));
});

test('worker details show its tasks and findings', t => {
	const {items} = snapshot.workers;
	const worker = items.find(({tasks}) => tasks.length > 0);
	const text = textOf({kind: 'worker', id: worker?.id ?? ''});
	t.regex(text, /^state {7}working$/m);
	t.regex(text, /^holds 1 task$/m);
	t.regex(text, /^newest findings\nfinding_\d+ {2}found/m);
	t.deepEqual(detailsOf({kind: 'worker', id: worker?.id ?? ''}, snapshot, nothingLoaded).next, {kind: 'task', id: worker?.tasks[0] ?? ''});
});

test('finding details show task, cost and result, in full once loaded', t => {
	const target: Target = {kind: 'finding', id: 'finding_2'};
	t.regex(textOf(target), /^cost {8}\$0\.00200?0? for 20 tokens$/m);
	t.regex(textOf(target), /^task id {5}task_2$/m);
	const whole = makeFinding('finding_2', {
		result: new UntrustedText('{"a":[1]}'), oddities: ['kept as a hash'], citations: ['finding_1', 'finding_3'], simulated: true,
	});
	const text = textOf(target, {finding: whole, task: null});
	t.regex(text, /^note {8}simulated$/m);
	t.regex(text, /^odd {9}kept as a hash$/m);
	t.regex(text, /^cites {7}finding_1\n {12}finding_3$/m);
	t.regex(text, /^result\n{\n {2}"a": \[\n {4}1\n {2}]\n}$/m);
	t.regex(textOf({kind: 'finding', id: 'finding_6'}), /^note {8}malformed: not JSON$/m);
});

test('details of a deleted target say so', t => {
	for (const kind of ['worker', 'task', 'finding'] as const) {
		const {lines, next} = detailsOf({kind, id: 'none'}, snapshot, nothingLoaded);
		t.deepEqual(lines.map(({text}) => String(text)), [`There is no ${kind} with this id.`]);
		t.is(next, null);
	}
});

test('every line of details is clean', t => {
	for (const target of [
		...snapshot.workers.items.map(({id}) => ({kind: 'worker' as const, id})),
		...snapshot.tasks.items.map(({id}) => ({kind: 'task' as const, id})),
		...snapshot.findings.items.map(({id}) => ({kind: 'finding' as const, id})),
	]) {
		const {title, lines} = detailsOf(target, snapshot, nothingLoaded);
		t.notRegex([title, ...lines.map(({text}) => text)].join(''), /[\p{Cc}\p{Cf}\p{Cs}]/u);
	}
});

test('wrapped lines keep their style', t => {
	const {lines} = detailsOf({kind: 'finding', id: 'finding_0'}, snapshot, nothingLoaded);
	const wrapped = wrapLines(lines, 20);
	t.true(wrapped.length > lines.length);
	t.is(wrapped.find(({text}) => text === 'result')?.style, 'strong');
});

/** A swarm with one worker of ours that says this of itself, and has the claim of a task. */
function withNote(note: WorkerNote, isBeating = true) {
	const store = new SwarmStore({nowMs: startMs});
	const events: readonly SwarmEvent[] = [
		{type: 'link', state: 'live', tier: 'tracking'},
		{type: 'scan-started'},
		{type: 'scan-finished'},
		{type: 'task', id: 'task_1', body: makeBody('count the lines')},
		{type: 'heartbeat', workerId: 'haiku_1', expiresAtMs: startMs + 60_000},
		{type: 'worker-note', workerId: 'haiku_1', note},
		{
			type: 'claim', id: 'task_1', workerId: 'haiku_1', expiresAtMs: startMs + 300_000,
		},
		{
			type: 'claim', id: 'task_2', workerId: 'haiku_10', expiresAtMs: startMs + 300_000,
		},
		{type: 'note', level: 'warning', text: 'haiku_1 has trouble: \u001B[2Jno network'},
		{type: 'note', level: 'write', text: 'haiku_1.2 is another, my-haiku_1 too'},
		...(isBeating ? [] : [{type: 'heartbeat' as const, workerId: 'haiku_1', expiresAtMs: null}]),
	];
	store.apply(events, startMs);
	store.flush(startMs);
	return {
		textOf: (target: Target) => detailsOf(target, store.snapshot, nothingLoaded).lines.map(({text}) => text).join('\n'),
		worker: store.snapshot.workers.items.find(({id}) => id === 'haiku_1')!,
	};
}

test('worker details show what the worker reports, and its log entries', t => {
	const {textOf} = withNote({
		...noteAtTurn('task_1', 3), model: 'claude-haiku-4-5', workdir: '/work', concurrency: 4, done: 12, failed: 2, spentUsd: 0.25, blocked: 'HTTP 401',
	});
	const text = textOf({kind: 'worker', id: 'haiku_1'});
	for (const part of [
		/^state {7}working$/m,
		/^doing {7}turn 3 Edit 12\.3k tokens$/m,
		/^blocked {5}HTTP 401$/m,
		/^executor {4}claude-cli$/m,
		/^model {7}claude-haiku-4-5$/m,
		/^directory {3}\/work$/m,
		/^concurrency 4$/m,
		/^done {8}12, 2 failed$/m,
		/^spent {7}\$0\.2500 since it started$/m,
		/^host {8}box, process 7$/m,
		/^holds 1 task\ntask_1 {2}claimed {2}turn 3 Edit 12\.3k tokens {2}count the lines$/m,
		/^log, newest first\n\d\d:\d\d:\d\d {2}haiku_1\.2 is another, my-haiku_1 too\n\d\d:\d\d:\d\d {2}haiku_1 has trouble: no network\n\d\d:\d\d:\d\d {2}haiku_1 claimed task_1$/m,
	]) {
		t.regex(text, part);
	}

	t.regex(textOf({kind: 'task', id: 'task_1'}), /^progress {4}turn 3 Edit 12\.3k tokens$/m);
	t.notRegex(textOf({kind: 'task', id: 'task_2'}), /^progress/m);
});

test('a worker\'s own report counts only while it sends heartbeats', t => {
	const shown = (note: WorkerNote, isBeating = true) => {
		const {worker} = withNote(note, isBeating);
		return `${stateCell(worker).text} | ${doingCell(worker).text}`;
	};

	const [progress] = noteAtTurn('task_1', 3).progress;
	t.is(shown(noteAtTurn('task_1', 3)), 'working | turn 3 Edit 12.3k tokens');
	t.is(shown({...makeNote(), progress: [{...progress!, tool: null}, progress!, progress!]}), 'working | turn 3 12.3k tokens +2');
	t.is(shown(makeNote({state: 'paused', progress: [progress!]})), 'paused | turn 3 Edit 12.3k tokens');
	t.is(shown(makeNote({state: 'paused', blocked: 'HTTP 401'})), 'paused | paused');
	t.is(shown(makeNote({state: 'draining'})), 'draining | ');
	t.is(shown(makeNote({state: 'idle', blocked: 'HTTP 401'})), 'working | blocked: HTTP 401');
	t.is(shown(noteAtTurn('task_1', 3), false), 'unknown | ');
	t.is(shown(makeNote({state: 'paused'}), false), 'unknown | ');
	t.regex(withNote(makeNote({state: 'paused'})).textOf({kind: 'worker', id: 'haiku_1'}), /^state {7}paused \(working\)$/m);
});

test('a name is mentioned only as a whole word', t => {
	for (const [text, name, isIn] of [
		['haiku_1 came', 'haiku_1', true],
		['it was haiku_1', 'haiku_1', true],
		['haiku_10 came', 'haiku_1', false],
		['haiku_10 and haiku_1', 'haiku_1', true],
		['my-haiku_1', 'haiku_1', false],
		['日本語', '日本', false],
		['日本 語', '日本', true],
		['anything', '', false],
	] as const) {
		t.is(mentions(text, name), isIn, `${text}: ${name}`);
	}
});

test('a finding for which tools were denied says so', t => {
	const text = textOf({kind: 'finding', id: 'finding_2'}, {finding: makeFinding('finding_2', {status: 'denied'}), task: null});
	t.regex(text, /^note {8}denied: tools were denied, so/m);
});
