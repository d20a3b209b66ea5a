import {renderToString} from 'ink';
import test from 'ava';
import stringWidth from 'string-width';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import {placeRows} from '../../source/terminal/row-slots.js';
import type {Actions} from '../../source/dashboard/actions.js';
import {Confirm} from '../../source/dashboard/confirm.js';
import {plainTheme} from '../../source/dashboard/theme.js';
import type {Controller} from '../../source/dashboard/controller.js';
import {makeBody, makeNote, startMs} from '../store/_make.js';
import {awkward, controllerOf, settled} from './_swarm.js';

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
	// It does not end.
});

/** What is known of what was pressed. */
type Outcome = {
	/** What was asked of the actions. */
	readonly asked: readonly string[];
	/** What is said in the bottom line. */
	readonly said: string;
	readonly controller: Controller;
};

/** Select a row of a view by its id, press keys, and wait. Tells what was asked, and what is said. */
async function pressOn(row: string | null, keys: readonly string[], changes: Partial<Actions> = {}): Promise<Outcome> {
	const store = swarm();
	const {controller, asked, press} = controllerOf(() => store.snapshot, {
		ownWorkers: () => [{
			id: 'local', busy: 0, isStopping: false, isPaused: false,
		}],
		...changes,
	});
	press(['local', 'there', 'foreign'].includes(row ?? '') ? '2' : '3', ...(row === null ? [] : ['/', ...row, 'enter']), ...keys);
	await settled();
	return {asked: asked.filter(text => !text.startsWith('load')), said: controller.state.toast?.text ?? '', controller};
}

test('what destroys asks first, with the focus on leaving it', async t => {
	for (const [row, key, deed] of [
		['ours', 'C', 'cancel ours'],
		['ours', 'K', 'control there: abort ours'],
		['there', 'S', 'control there: drain'],
		['there', 'K', 'control there: stop'],
		['local', 'K', 'control local: stop'],
	] as const) {
		for (const answer of [[], ['enter'], ['n'], ['q'], ['escape'], ['tab', 'tab', 'enter'], ['left', 'right', 'enter'], ['x']]) {
			const {asked} = await pressOn(row, [key, ...answer]);
			t.deepEqual(asked, [], `${key} ${answer.join(' ')}`);
		}

		for (const answer of [['y'], ['tab', 'enter'], ['right', 'enter'], ['left', 'enter'], ['down', 'enter'], ['shift-tab', 'enter']]) {
			const {asked, controller} = await pressOn(row, [key, ...answer]);
			t.deepEqual(asked, [deed]);
			t.is(controller.state.layer.kind, 'none');
			t.is(controller.state.toast?.style, 'good');
		}
	}
});

test('what is hit is named in the question', async t => {
	const question = async (row: string, key: string) => {
		const {controller: {state: {layer}}} = await pressOn(row, [key]);
		return layer.kind === 'confirm' ? [layer.question.title, ...layer.question.lines].map(String) : [];
	};

	t.deepEqual(await question('ours', 'C'), ['Cancel the task ours?', 'there holds it, and is told to stop. What it has spent is spent.', 'describe ours']);
	t.deepEqual(await question('waiting', 'C'), ['Cancel the task waiting?', 'Nobody holds it. No worker of ours will claim it.', 'describe waiting']);
	t.deepEqual(await question('ours', 'K'), ['Abort the attempt of there at ours?', 'The task is given back and announced again. What the attempt has spent is spent.', 'describe ours']);
	t.deepEqual(await question('there', 'S'), ['Stop the worker there?', 'It runs on box, process 42.', 'It has 1 task in hand: ours', 'It finishes that, claims nothing more, and leaves.']);
	t.deepEqual(await question('local', 'K'), [
		'Stop the worker local now?', 'It runs in this process.', 'It has nothing in hand.', 'It gives back what it has in hand, and leaves. What that has cost is spent.',
	]);
});

test('what destroys nothing is done at once', async t => {
	for (const [row, key, deed, said] of [
		['aside', 'T', 'retry aside', 'aside has all its attempts again, and was announced'],
		['over', 'T', 'retry over', 'over has all its attempts again, and was announced'],
		['lost', 'R', 'rescue lost', 'lost was taken from haiku_gone, and announced again'],
		['local', 'P', 'control local: pause', 'local was told to claim nothing until it is let go on'],
		['there', 'P', 'control there: resume', 'there was told to go on'],
		['local', 'S', 'stop local', '1 worker finishes what is in hand, then stops'],
		['waiting', 'S', 'stop all', '2 workers finish what is in hand, then stop'],
	] as const) {
		// In the list, and in the details.
		for (const keys of [[key], ['enter', key]]) {
			const outcome = await pressOn(row, keys);
			t.deepEqual([outcome.asked, outcome.said], [[deed], said]);
		}
	}
});

test('what makes no sense is refused with a reason, and nothing is done', async t => {
	for (const [row, key, said] of [
		['waiting', 'R', 'Nobody holds waiting.'],
		['done', 'R', 'done is done.'],
		['done', 'C', 'done is done.'],
		['done', 'T', 'done is done.'],
		['ours', 'T', 'ours is claimed: only what was set aside or cancelled can be tried again.'],
		['over', 'C', 'over is cancelled already.'],
		['waiting', 'K', 'Nobody works on waiting.'],
		['held', 'K', 'foreign is not one of ours: it cannot be told anything from here.'],
		['foreign', 'P', 'foreign is not one of ours: it cannot be told anything from here.'],
		['foreign', 'S', 'foreign is not one of ours: it cannot be told anything from here.'],
		['foreign', 'K', 'foreign is not one of ours: it cannot be told anything from here.'],
		['local', 'R', 'Select a task to rescue.'],
		['local', 'C', 'Select a task to cancel.'],
		['local', 'T', 'Select a task to retry.'],
		['waiting', 'P', 'Select a worker to pause.'],
		['nothing like that', 'K', 'Select a worker or a task to abort.'],
	] as const) {
		const outcome = await pressOn(row, [key]);
		t.deepEqual([outcome.asked, outcome.said, outcome.controller.state.toast?.style], [[], said, 'warning']);
	}
});

test('what came of it is said', async t => {
	const said = async (row: string, keys: readonly string[], changes: Partial<Actions>) => {
		const outcome = await pressOn(row, keys, changes);
		return outcome.said;
	};

	for (const [kind, text] of [['free', 'nobody holds lost'], ['done', 'lost is done'], ['beating', 'gone lives, and keeps lost'], ['changed', 'somebody else has lost by now']] as const) {
		t.is(await said('lost', ['R'], {rescueTask: async () => ({kind, holder: 'gone'})}), text);
	}

	for (const [cancellation, text] of [
		[{kind: 'no task'}, 'there is no task ours any more'],
		[{kind: 'done'}, 'ours is done'],
		[{kind: 'cancelled', holder: null, holderHeard: null}, 'ours is cancelled'],
		[{kind: 'cancelled', holder: 'there', holderHeard: true}, 'ours is cancelled, and there was told to stop'],
		[{kind: 'cancelled', holder: 'there', holderHeard: false}, 'ours is cancelled, but there does not listen, and may go on with it'],
	] as const) {
		t.is(await said('ours', ['C', 'y'], {cancelTask: async () => cancellation}), text);
	}

	t.is(await said('aside', ['T'], {retryTask: async () => 'no task'}), 'there is no task aside any more');
	t.is(await said('local', ['P'], {controlWorker: async () => false}), 'local does not listen any more: nothing was done');
	t.is(await said('waiting', ['S'], {stopWorkers: () => 0}), 'no worker was started here');
	t.is(await said('aside', ['T'], {
		async retryTask() {
			throw new Error('the link is down');
		},
	}), 'the link is down');
	// A rescue takes its time.
	t.regex(await said('lost', ['R'], {rescueTask: async () => never}), /^rescuing lost: /);
});

test('in the overview, problems are acted on by their task or worker', async t => {
	const store = swarm();
	const {controller, asked, press} = controllerOf(() => store.snapshot);
	press('1', '/', ...'set aside', 'enter');
	t.deepEqual(controller.target, {kind: 'task', id: 'aside'});
	press('T');
	await settled();
	t.deepEqual(asked, ['retry aside']);
});

test('a question fits any terminal from 40×12 up, with both answers, whatever it is about', t => {
	const lines = awkward.map(name => new UntrustedText(name.repeat(5)).line());
	for (const focus of ['leave', 'do'] as const) {
		for (const [width, height] of [[40, 9], [41, 9], [80, 21], [200, 50]] as const) {
			const layer = {kind: 'confirm', question: {title: lines[6]!, lines, deed: {kind: 'cancel', taskId: 'x'}}, focus} as const;
			const rows = placeRows(renderToString(<Confirm layer={layer} width={width} height={height} theme={plainTheme}/>, {columns: width})).split('\n');
			t.true(rows.length <= height);
			t.deepEqual(rows.filter(row => stringWidth(row) > width), []);
			const answers = rows.at(-1)!;
			t.true(answers.includes(focus === 'leave' ? '▸[Leave it]' : '▸[Do it]'), `${answers}`);
			t.regex(answers, /\[Leave it].*\[Do it]/);
			t.notRegex(rows.join(''), /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
		}
	}
});
