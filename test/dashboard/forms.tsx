import {renderToString} from 'ink';
import test from 'ava';
import stringWidth from 'string-width';
import {UserError} from '../../source/protocol/user-error.js';
import {expandPlaceholders} from '../../source/terminal/row-placeholders.js';
import {splitCommandLine} from '../../source/dashboard/forms/start-worker-form.js';
import {Controller} from '../../source/dashboard/controller.js';
import {formRows} from '../../source/dashboard/components/dialogs.js';
import {Rows} from '../../source/dashboard/components/rows.js';
import type {NewWorker, SwarmLink} from '../../source/dashboard/swarm-link.js';
import type {ExecutorChoice} from '../../source/executors/registry.js';
import {plainTheme} from '../../source/views/theme.js';
import type {FormLayer} from '../../source/dashboard/forms/form.js';
import {
	awkward, controllerOf, reportOf, settled, someExecutors, storeOf,
} from './_swarm.js';

const store = storeOf(3);

/** The form that is open. */
function formOf(controller: Controller): FormLayer {
	const {layer} = controller.state;
	if (layer.kind !== 'form') {
		throw new Error(`A ${layer.kind} is open`);
	}

	return layer;
}

/** What a form looks like, row by row. */
function drawn(layer: FormLayer, width = 80, height = 20): readonly string[] {
	return expandPlaceholders(renderToString(<Rows rows={formRows(layer, {width, height, theme: plainTheme})}/>, {columns: width})).split('\n');
}

/** What the first worker that was asked for is like. */
function started(asked: readonly string[]): NewWorker {
	return JSON.parse(asked.find(text => text.startsWith('start '))!.slice('start '.length)) as NewWorker;
}

/** A controller with the form for a new worker open, and executors in it. */
async function workerForm(changes: Partial<SwarmLink> = {}) {
	const opened = controllerOf(store, changes);
	opened.press('w');
	await settled();
	return opened;
}

test('publishing a task opens it, with how many workers heard it', async t => {
	const {controller, asked, press} = controllerOf(store);
	press('n', ...'do it', 'enter', ...'a.md, b.md', 'enter');
	t.true(formOf(controller).isBusy);
	// While it is busy nothing is typed, and it is not sent again.
	press('x', 'enter');
	await settled();
	t.deepEqual(asked.filter(text => text.startsWith('publish')), ['publish {"description":"do it","files":["a.md","b.md"]}']);
	t.deepEqual(controller.state.details.map(({target}) => target), [{kind: 'task', id: 'task_1'}]);
	t.deepEqual(controller.state.toast, {text: 'Published task_1 to 2 workers.', style: 'good'});
});

test('a task that no worker heard is published with a warning', async t => {
	const {controller, press} = controllerOf(store, {perform: async (action, id) => reportOf(action, id, {kind: 'published', task: 'task_9', listeners: 0})});
	press('n', 'x', 'enter', 'enter');
	await settled();
	t.deepEqual(controller.state.toast, {text: 'Published task_9, but no worker is listening. Start a worker to run it.', style: 'warning'});
});

test('a failed submission is reported and keeps the input', async t => {
	const {controller, press} = controllerOf(store, {
		async perform() {
			throw new UserError('Expected a description of the task, got none.');
		},
	});
	press('n', 'tab', 'x', 'enter');
	await settled();
	t.deepEqual(controller.state.toast, {text: 'Expected a description of the task, got none.', style: 'bad'});
	t.false(formOf(controller).isBusy);
	t.regex(drawn(formOf(controller))[2]!, /^▸files +x/);
});

test('leaving a form while it is submitted does not navigate, but shows the outcome', async t => {
	const {controller, press} = controllerOf(store);
	press('3', 'enter', 'escape', '2', 'n', 'x', 'tab', 'enter');
	press('escape', '5');
	await settled();
	t.is(controller.state.view, 4);
	t.is(controller.state.layer.kind, 'none');
	t.regex(controller.state.toast?.text ?? '', /^Published task_1/);
});

test('w and Enter start a worker with the first available executor', async t => {
	const {controller, asked, press} = controllerOf(store, {
		executors: async () => [someExecutors[3]!, ...someExecutors.slice(0, 3)],
	});
	// Enter comes before the executors do.
	press('w', 'enter');
	await settled();
	t.deepEqual(started(asked), {
		executor: 'claude-cli', model: null, concurrency: 1, workdir: '/work', budgetUsd: null, command: [],
	});
	t.deepEqual(controller.state.toast, {text: 'Started worker haiku_new.', style: 'good'});
	t.is(controller.state.layer.kind, 'none');
});

test('every field of the worker form is used', async t => {
	const {asked, press} = await workerForm();
	press('right', 'down', ...'claude-haiku-4-5', 'tab', 'backspace', ...'16', 'tab', 'ctrl-u', ...'/srv/a b', 'tab', ...'$0.50', 'tab', ...'run "two words" \'\' x', 'enter');
	await settled();
	t.deepEqual(started(asked), {
		executor: 'command', model: 'claude-haiku-4-5', concurrency: 16, workdir: '/srv/a b', budgetUsd: 0.5, command: ['run', 'two words', '', 'x'],
	});
});

test('arrows and space choose an executor; an unavailable one says why', async t => {
	const {controller, asked, press} = await workerForm();
	const chosen = () => /‹ (\S+) ›/.exec(drawn(formOf(controller))[1]!)?.[1];
	const seen = [chosen()];
	for (const key of ['right', ' ', 'right', 'right', 'left']) {
		press(key);
		seen.push(chosen());
	}

	t.deepEqual(seen, ['claude-cli', 'command', 'dry-run', 'messages-api', 'claude-cli', 'messages-api']);
	t.deepEqual(controller.state.toast, {text: 'messages-api is not available: ANTHROPIC_API_KEY is not set', style: 'warning'});
	t.true(drawn(formOf(controller)).some(row => /▸ messages-api +not available: ANTHROPIC_API_KEY is not set/.test(row)));
	t.true(drawn(formOf(controller)).some(row => /^ {3}command +a program of yours/.test(row)));
	press('enter');
	await settled();
	t.regex(controller.state.toast?.text ?? '', /^Expected an available executor, got messages-api: ANTHROPIC_API_KEY is not set$/);
	t.deepEqual(asked, []);
	t.false(formOf(controller).isBusy);
});

test('dry-run warns that it simulates, and the command field is shown only for command', async t => {
	const {controller, press} = await workerForm();
	const says = (text: string) => drawn(formOf(controller), 100, 30).some(row => row.includes(text));
	const labels = () => drawn(formOf(controller)).flatMap(row => /^[ ▸]([a-z]+) {2}/.exec(row)?.[1] ?? []).slice(0, 6).join(' ');
	t.false(says('does not run tasks'));
	t.is(labels(), 'executor model concurrency directory budget');
	press('tab', 'shift-tab', 'shift-tab');
	t.is(formOf(controller).focus, 4);
	press('tab', 'right');
	t.is(labels(), 'executor model concurrency directory budget command');
	press('up');
	t.is(formOf(controller).focus, 5);
	press('down', 'right');
	t.true(says('dry-run does not run tasks: it answers with simulated findings.'));
});

test('invalid fields are rejected with a reason', async t => {
	for (const [keys, message] of [
		[['tab', 'tab', 'backspace', '0'], /^Expected a concurrency from 1 to 100, got "0"/],
		[['tab', 'tab', 'backspace'], /^Expected a concurrency from 1 to 100, got ""/],
		[['tab', 'tab', '0', '1'], /^Expected a concurrency from 1 to 100, got "101"/],
		[['tab', 'tab', '.', '5'], /^Expected a concurrency from 1 to 100, got "1.5"/],
		[['tab', 'tab', 'tab', 'ctrl-u'], /^Expected a directory, got nothing/],
		[['shift-tab', '-', '1'], /^Expected US dollars such as 5 or 0.25 for budget, got "-1"/],
		[['right'], /^Expected a program and its arguments for command, got nothing/],
		[['right', 'up', 'a', '"'], /^Expected a closing quote, got "/],
	] as const) {
		const {controller, asked, press} = await workerForm();
		press(...keys, 'enter');
		await settled();
		t.regex(controller.state.toast?.text ?? '', message);
		t.deepEqual(asked, []);
	}
});

test('a failed lookup of executors is reported and repeated', async t => {
	let tries = 0;
	const {controller, asked, press} = await workerForm({
		async executors() {
			tries++;
			if (tries === 1) {
				throw new Error('the machine is busy');
			}

			return someExecutors;
		},
	});
	t.is(controller.state.toast?.text, 'the machine is busy');
	t.regex(drawn(formOf(controller))[1]!, /looking for executors/);
	press('right', 'enter');
	await settled();
	t.is(started(asked).executor, 'claude-cli');

	const none = await workerForm({executors: async () => []});
	none.press('right', 'enter');
	await settled();
	t.regex(none.controller.state.toast?.text ?? '', /^Expected an executor, but they are still being looked up/);
});

test('the budget form starts with the current budget and sets all of it', async t => {
	const store = storeOf(1);
	store.apply([{
		type: 'budget', budget: {
			limitUsd: 5, perTaskUsd: 0.05, perWorkerUsd: null, perHourUsd: null,
		},
	}], store.snapshot.atMs);
	store.flush(store.snapshot.atMs);
	const {controller, asked, press} = controllerOf(store);
	press('B');
	t.deepEqual(drawn(formOf(controller)).slice(0, 5).map(row => row.trim().replaceAll(/ +/g, ' ')), ['Budget of the swarm', '▸total 5', 'per task 0.05', 'per worker', 'per hour']);
	press('backspace', ...'$7.5', 'tab', 'ctrl-u', 'tab', 'tab', '1', 'enter');
	await settled();
	t.deepEqual(asked, ['budget {"limitUsd":7.5,"perTaskUsd":null,"perWorkerUsd":null,"perHourUsd":1}']);
	t.deepEqual(controller.state.toast, {text: 'Set the budget.', style: 'good'});
	press('B', ...'five', 'enter');
	await settled();
	t.is(controller.state.toast?.text, 'Expected US dollars such as 5 or 0.25 for total, got "5five".');
	t.is(asked.length, 1);
});

test('before connecting, actions say so', async t => {
	const controller = new Controller({
		store, size: () => ({width: 80, height: 20}), link: () => null, workdir: '/', quit: t.fail, repaint: t.fail,
	});
	for (const keys of [['w'], ['enter'], ['escape', '3', 'C', 'y']]) {
		controller.press('escape');
		for (const key of keys) {
			controller.press(key);
		}

		await settled();
		t.is(controller.state.toast?.text, 'Not connected yet. Try again in a moment.', `${keys.join(' ')}`);
	}
});

test('a command line is split at spaces, but not within quotes', t => {
	for (const [text, words] of [
		['', []],
		['  a   b ', ['a', 'b']],
		['node "a b.js" --x=\'1 2\' ""', ['node', 'a b.js', '--x=1 2', '']],
		[String.raw`a\ b $HOME *`, ['a\\', 'b', '$HOME', '*']],
		['it"\'"s', ['it\'s']],
	] as const) {
		t.deepEqual(splitCommandLine(text), words);
	}

	for (const text of ['"a', 'a \'b c', 'a"b" "']) {
		t.throws(() => splitCommandLine(text), {instanceOf: UserError});
	}
});

test('every form fits any terminal from 40×12 up, with any text', async t => {
	const hostile = awkward.map((name, index): ExecutorChoice => ({name: `${name}${index}`, about: name.repeat(3), problem: index % 2 === 0 ? null : name.repeat(9)}));
	for (const form of ['n', 'w', 'B']) {
		const {controller, press} = controllerOf(store, {executors: async () => hostile});
		press(form);
		await settled();
		for (const key of ['right', 'tab', 'tab']) {
			press(key);
			controller.paste(awkward.join(' '));
			for (const [width, height] of [[40, 9], [57, 9], [80, 21], [200, 50]] as const) {
				const rows = drawn(formOf(controller), width, height);
				t.true(rows.length <= height);
				t.deepEqual(rows.filter(row => stringWidth(row) > width), []);
				t.notRegex(rows.join(''), /[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/u);
			}
		}
	}
});
