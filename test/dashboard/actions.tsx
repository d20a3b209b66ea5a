import {renderToString} from 'ink';
import test from 'ava';
import stringWidth from 'string-width';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import {expandPlaceholders} from '../../source/terminal/row-placeholders.js';
import {questionRows} from '../../source/dashboard/components/dialogs.js';
import {Rows} from '../../source/dashboard/components/rows.js';
import type {SwarmLink} from '../../source/dashboard/swarm-link.js';
import {plainTheme} from '../../source/views/theme.js';
import type {Controller} from '../../source/dashboard/controller.js';
import {makeBody, makeNote, startMs} from '../store/_make.js';
import {
	awkward, controllerOf, reportOf, selectedId, settled,
} from './_swarm.js';

/** Tasks in every state, and workers: `local` runs in this process, `there` in another, `foreign` knows nothing of us. */
function swarm(): SwarmStore {
	const store = new SwarmStore({nowMs: startMs});
	const beat = (workerId: string): SwarmEvent => ({type: 'heartbeat', workerId, expiresAtMs: startMs + 60_000});
	const claim = (id: string, workerId: string): SwarmEvent => ({
		type: 'claim', id, workerId, expiresAtMs: startMs + 300_000,
	});
	const events: readonly SwarmEvent[] = [
		{type: 'link', state: 'live', tier: 'tracking'},
		{type: 'scan-started'},
		{type: 'scan-finished'},
		...['waiting', 'ours', 'held', 'aside', 'over', 'done', 'lost'].map((id): SwarmEvent => ({type: 'task', id, body: makeBody(`describe ${id}`)})),
		...['local', 'there', 'foreign'].map(id => beat(id)),
		{type: 'worker-note', workerId: 'local', note: makeNote()},
		{type: 'worker-note', workerId: 'there', note: makeNote({host: 'box', pid: 42, state: 'paused'})},
		claim('ours', 'there'),
		claim('held', 'foreign'),
		claim('lost', 'gone'),
		{type: 'failed', id: 'aside', error: new UntrustedText('boom')},
		{type: 'cancelled', id: 'over', cancelled: true},
		{type: 'result', id: 'done', findingId: 'f'},
	];
	store.apply(events, startMs);
	store.flush(startMs);
	return store;
}

const never = new Promise<never>(() => {
	// Never ends.
});

/** What came of some keys. */
type Outcome = {
	/** What was asked for. */
	readonly asked: readonly string[];
	/** The message in the bottom line. */
	readonly said: string;
	readonly controller: Controller;
};

/** Select a row of a view by its id, press keys, and wait. */
async function pressOn(row: string | null, keys: readonly string[], changes: Partial<SwarmLink> = {}): Promise<Outcome> {
	const store = swarm();
	const {controller, asked, press} = controllerOf(store, {
		localWorkers: {list: () => [{id: 'local', busy: 0}], drain: () => 1},
		...changes,
	});
	press(['local', 'there', 'foreign'].includes(row ?? '') ? '2' : '3', ...(row === null ? [] : ['/', ...row, 'enter']), ...keys);
	await settled();
	return {asked: asked.filter(text => !text.startsWith('load')), said: controller.state.toast?.text ?? '', controller};
}

test('destructive actions ask first, with Cancel focused', async t => {
	for (const [row, key, asks] of [
		['ours', 'C', 'cancel ours'],
		['ours', 'K', 'abort ours'],
		['there', 'D', 'drain there'],
		['there', 'S', 'stop there'],
		['local', 'S', 'stop local'],
	] as const) {
		for (const answer of [[], ['enter'], ['n'], ['q'], ['escape'], ['tab', 'tab', 'enter'], ['left', 'right', 'enter'], ['x']]) {
			const {asked} = await pressOn(row, [key, ...answer]);
			t.deepEqual(asked, [], `${key} ${answer.join(' ')}`);
		}

		for (const answer of [['y'], ['tab', 'enter'], ['right', 'enter'], ['left', 'enter'], ['down', 'enter'], ['shift-tab', 'enter']]) {
			const {asked, controller} = await pressOn(row, [key, ...answer]);
			t.deepEqual(asked, [asks]);
			t.is(controller.state.layer.kind, 'none');
			t.is(controller.state.toast?.style, 'good');
		}
	}
});

test('a question names its target', async t => {
	const question = async (row: string, key: string) => {
		const {controller: {state: {layer}}} = await pressOn(row, [key]);
		return layer.kind === 'question' ? [layer.question.title, ...layer.question.lines].map(String) : [];
	};

	t.deepEqual(await question('ours', 'C'), ['Cancel task ours?', 'there holds it and will be told to stop. What it has spent stays spent.', 'describe ours']);
	t.deepEqual(await question('waiting', 'C'), ['Cancel task waiting?', 'No worker holds it. None will claim it any more.', 'describe waiting']);
	t.deepEqual(await question('ours', 'K'), ['Abort task ours on there?', 'The worker gives the task back, and it is announced again. What the attempt has spent stays spent.', 'describe ours']);
	t.deepEqual(await question('there', 'D'), ['Drain worker there with 1 task in progress?', 'It runs on box, process 42: it finishes its tasks, then leaves.', 'In progress: ours']);
	t.deepEqual(await question('local', 'S'), ['Stop worker local with 0 tasks in progress?', 'It runs in this dashboard: it gives its tasks back and leaves; what they have cost stays spent.']);
});

test('other actions run at once', async t => {
	for (const [row, key, asks, said] of [
		['aside', 'T', 'retry aside', 'Announced aside again with all its attempts.'],
		['over', 'T', 'retry over', 'Announced over again with all its attempts.'],
		['lost', 'R', 'rescue lost', 'Rescued lost from haiku_gone and announced it again.'],
		['waiting', 'A', 'announce waiting', 'Announced waiting to 2 workers.'],
		['local', 'P', 'pause local', 'Told local to pause: it claims no more tasks until it is resumed.'],
		['there', 'P', 'resume there', 'Told there to resume: it claims tasks again.'],
		['local', 'D', 'drain local', 'Told local to drain: it finishes its tasks, then leaves.'],
		['waiting', 'D', 'drain', 'Told 2 workers to drain: they finish their tasks, then leave.'],
	] as const) {
		// In the list, and in the details.
		for (const keys of [[key], ['enter', key]]) {
			const outcome = await pressOn(row, keys);
			t.deepEqual([outcome.asked, outcome.said], [[asks], said]);
		}
	}
});

test('an action that does not apply is refused with a reason', async t => {
	for (const [row, key, said] of [
		['waiting', 'R', 'Cannot rescue waiting: no worker holds it.'],
		['done', 'R', 'Cannot rescue done: it is done.'],
		['done', 'C', 'Cannot cancel done: it is done.'],
		['done', 'T', 'Cannot retry done: it is done.'],
		['ours', 'T', 'Cannot retry ours: it is claimed, and only failed or cancelled tasks can be retried.'],
		['over', 'C', 'Cannot cancel over: it is already cancelled.'],
		['over', 'A', 'Cannot announce over: it is cancelled. Retry it instead.'],
		['ours', 'A', 'Cannot announce ours: there holds it.'],
		['waiting', 'K', 'Cannot abort waiting: no worker holds it.'],
		['held', 'K', 'Cannot abort held: its worker foreign is not a haiku-swarm worker and takes no commands.'],
		['foreign', 'P', 'Cannot pause foreign: it is not a haiku-swarm worker and takes no commands.'],
		['foreign', 'D', 'Cannot drain foreign: it is not a haiku-swarm worker and takes no commands.'],
		['foreign', 'S', 'Cannot stop foreign: it is not a haiku-swarm worker and takes no commands.'],
		['local', 'R', 'Select a task to rescue.'],
		['local', 'C', 'Select a task to cancel.'],
		['local', 'K', 'Select a task to abort.'],
		['waiting', 'P', 'Select a worker to pause.'],
		['waiting', 'S', 'Select a worker to stop.'],
		['nothing like that', 'K', 'Select a task to abort.'],
	] as const) {
		const outcome = await pressOn(row, [key]);
		t.deepEqual([outcome.asked, outcome.said, outcome.controller.state.toast?.style], [[], said, 'warning']);
	}

	const none = await pressOn('waiting', ['D'], {localWorkers: {list: () => [], drain: () => 0}});
	t.deepEqual([none.asked, none.said], [[], 'Cannot drain: no worker runs in this dashboard.']);
});

test('progress and outcome of an action are shown', async t => {
	const warned = await pressOn('ours', ['C', 'y'], {perform: async (action, id) => reportOf(action, id, {kind: 'cancelled', holder: 'there', told: false})});
	t.deepEqual(warned.controller.state.toast, {text: 'Cancelled ours, but its worker there is not listening and may still finish it.', style: 'warning'});
	const failed = await pressOn('aside', ['T'], {
		async perform() {
			throw new Error('the link is down');
		},
	});
	t.deepEqual(failed.controller.state.toast, {text: 'the link is down', style: 'bad'});
	const {said} = await pressOn('lost', ['R'], {perform: async () => never});
	t.is(said, 'Rescuing lost: checking twice that its worker is gone …');
});

test('in the overview, actions on a problem apply to its task or worker', async t => {
	const {controller, asked, press} = controllerOf(swarm());
	press('1', '/', ...'aside', 'enter');
	t.deepEqual(controller.frame.target, {kind: 'task', id: 'aside'});
	press('T');
	await settled();
	t.deepEqual(asked, ['retry aside']);
});

test('an action applies to the row on the screen, even if rows have moved since', async t => {
	for (const keys of [[], ['down', 'down']]) {
		const store = swarm();
		const {controller, asked, press} = controllerOf(store);
		press('3', '/', ...'describe', 'enter', 's', ...keys);
		const {frame} = controller;
		controller.paint(frame);
		const id = selectedId(controller)!;
		// It comes before all others, on the screen with the next frame.
		store.apply([{type: 'task', id: 'a_new_one', body: makeBody('describe')}], startMs);
		store.flush(startMs + 10);
		t.not(controller.frame, frame);
		press('C', 'y');
		await settled();
		t.deepEqual(asked, id === 'done' ? [] : [`cancel ${id}`]);
	}
});

test('an action on a deleted row applies to no other row', async t => {
	for (const isPainted of [false, true]) {
		const store = swarm();
		const {controller, asked, press} = controllerOf(store);
		press('3', 's', 'G');
		controller.paint(controller.frame);
		t.is(selectedId(controller), 'waiting');
		store.apply([{type: 'task', id: 'waiting', body: null}], startMs);
		store.flush(startMs + 10);
		t.is(selectedId(controller), 'over');
		if (isPainted) {
			controller.paint(controller.frame);
		}

		press('T');
		await settled();
		t.deepEqual(asked, []);
		t.is(controller.state.toast?.text, isPainted ? 'The selected row is gone. Press T again to retry over.' : 'The task waiting is gone.');
		press('T');
		await settled();
		t.deepEqual(asked, isPainted ? ['retry over'] : []);
	}
});

test('q asks while local workers have tasks in progress; Ctrl-C does not', t => {
	const busy = {localWorkers: {list: () => [{id: 'a', busy: 2}, {id: 'b', busy: 1}, {id: 'c', busy: 0}], drain: () => 0}};
	const {controller, asked, press} = controllerOf(swarm(), busy);
	const question = () => controller.state.layer.kind === 'question' ? controller.state.layer : null;
	press('q');
	t.is(question()?.question.title as string, 'Quit with 3 tasks in progress?');
	t.regex(question()?.question.lines[0] ?? '', /^2 workers in this dashboard/);
	t.is(question()?.focus, 'dismiss');
	press('enter');
	t.deepEqual(asked, []);
	press('q', 'y');
	t.deepEqual(asked, ['quit']);
	press('q', 'ctrl-c');
	t.deepEqual(asked, ['quit', 'quit']);
	const idle = controllerOf(swarm(), {localWorkers: {list: () => [{id: 'a', busy: 0}], drain: () => 0}});
	idle.press('q');
	t.deepEqual(idle.asked, ['quit']);
});

test('a question with any text fits any terminal from 40×12 up, with both answers', t => {
	const lines = awkward.map(name => new UntrustedText(name.repeat(5)).line());
	for (const focus of ['dismiss', 'confirm'] as const) {
		for (const [width, height] of [[40, 9], [41, 9], [80, 21], [200, 50]] as const) {
			const layer = {
				kind: 'question', question: {title: lines[6]!, lines, confirm: 'Quit'}, focus, onConfirm: t.fail,
			} as const;
			const rows = expandPlaceholders(renderToString(<Rows rows={questionRows(layer, {width, height, theme: plainTheme})}/>, {columns: width})).split('\n');
			t.true(rows.length <= height);
			t.deepEqual(rows.filter(row => stringWidth(row) > width), []);
			t.is(rows.at(-1)!.trim(), focus === 'dismiss' ? '▸[Cancel]   [Quit]' : '[Cancel]  ▸[Quit]');
			t.notRegex(rows.join(''), /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
		}
	}
});
