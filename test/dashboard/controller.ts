import test from 'ava';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import {UserError} from '../../source/protocol/user-error.js';
import {contextOf} from '../../source/dashboard/view-state.js';
import {makeFinding, startMs} from '../store/_make.js';
import {views} from '../../source/views/view-list.js';
import {
	controllerOf, listOf, selectedId, settled, storeOf,
} from './_swarm.js';

test('a selected first row follows the newest, any other row stays selected', t => {
	const store = storeOf(9);
	const {controller, press} = controllerOf(store);
	press('4');
	const first = selectedId(controller);
	press('down');
	const second = selectedId(controller);
	t.not(first, second);
	store.apply([{
		type: 'finding', finding: makeFinding('newest'), live: true, heardOnly: false,
	}], startMs + 9000);
	store.flush(startMs + 9000);
	t.is(selectedId(controller), second);
	t.is(listOf(controller).index, 2);
	press('g');
	t.is(selectedId(controller), 'newest');
});

test('when the selected row is deleted, the selection stays at its position', t => {
	const store = storeOf(9);
	const {controller, press} = controllerOf(store);
	press('4', 'down', 'down');
	const id = selectedId(controller) ?? '';
	store.apply([{type: 'finding-gone', id}], startMs + 10);
	store.flush(startMs + 10);
	t.is(listOf(controller).index, 2);
	press('G');
	t.is(listOf(controller).index, 7);
	for (const {id: gone} of store.snapshot.findings.items.slice(0, 6)) {
		store.apply([{type: 'finding-gone', id: gone}, {type: 'finding-gone', id: selectedId(controller) ?? ''}], startMs + 10);
	}

	store.flush(startMs + 20);
	t.is(listOf(controller).index, store.snapshot.findings.items.length - 1);
});

test('all keys work in an empty list', t => {
	const store = storeOf(0);
	const {controller, press} = controllerOf(store);
	for (const view of ['1', '2', '3', '4', '5', '6']) {
		press(view, 'down', 'G', 'up', 'g', 'pagedown', 's', 'enter', '/', 'x', 'enter', 'escape');
		t.is(listOf(controller).index, 0);
		t.is(contextOf(controller.state), 'list');
	}
});

test('moving stops at the ends of a list', t => {
	const {controller, press} = controllerOf(storeOf(40));
	press('4');
	const {page, count} = listOf(controller);
	for (const [key, index] of [
		['up', 0],
		['down', 1],
		['k', 0],
		['pagedown', page],
		['pageup', 0],
		['G', count - 1],
		['j', count - 1],
		['pageup', count - 1 - page],
		[' ', count - 1],
		['home', 0],
		['end', count - 1],
		['g', 0],
	] as const) {
		press(key);
		t.is(listOf(controller).index, index, `${key}`);
	}
});

test('a filter applies while typing; Enter keeps it, Esc clears it', t => {
	const store = storeOf(40);
	const {controller, press} = controllerOf(store);
	const count = () => listOf(controller).count;
	const filter = () => controller.state.lists[controller.state.view]!.filter;
	press('4', '/', '3');
	t.is(filter(), '3');
	const found = count();
	t.true(found > 0 && found < 40);
	press('9');
	t.is(filter(), '39');
	t.is(count(), 1);
	press('backspace');
	t.is(count(), found);
	press('enter');
	t.is(contextOf(controller.state), 'list');
	t.is(count(), found);
	press('/', 'q');
	t.is(filter(), '3q');
	press('escape');
	t.is(count(), 40);
});

test('pasted text goes only where text can be typed', async t => {
	const store = storeOf(5);
	const {controller, asked, press} = controllerOf(store);
	const before = controller.state;
	controller.paste('q\n?nS');
	t.is(controller.state, before);
	press('/');
	controller.paste('a\nb');
	t.is(controller.state.lists[0]!.filter, 'a b');
	press('escape', 'n');
	controller.paste('line one\nline two');
	press('enter', 'enter');
	await settled();
	t.deepEqual(asked, ['publish {"description":"line one line two","files":[]}', 'load task task_1']);
});

test('sorting cycles through the columns and back to the default order', t => {
	const store = storeOf(20);
	const {controller, press} = controllerOf(store);
	press('5');
	const {sortable} = views[4]!;
	const orders: unknown[] = [];
	for (let turn = 0; turn <= sortable.length; turn++) {
		press('s');
		orders.push([controller.state.lists[4]!.sortedBy, controller.state.toast?.text]);
	}

	t.deepEqual(orders, [...sortable.map(title => [title, `Sorted by ${title.toLowerCase()}.`]), [null, 'Default order.']]);
});

test('details link to related details, and back', t => {
	const store = storeOf(6);
	const {controller, asked, press} = controllerOf(store);
	press('3', '/', ...'task_2', 'enter', 'enter');
	t.deepEqual(controller.state.details.at(-1)?.target, {kind: 'task', id: 'task_2'});
	press('f');
	t.deepEqual(controller.state.details.at(-1)?.target, {kind: 'finding', id: 'finding_2'});
	press('f');
	t.deepEqual(controller.state.details.map(({target: {id}}) => id), ['task_2', 'finding_2', 'task_2']);
	press('q', 'q', 'escape');
	t.is(contextOf(controller.state), 'list');
	t.deepEqual(asked, ['load task task_2', 'load finding finding_2', 'load task task_2', 'load finding finding_2', 'load task task_2']);
});

test('loaded text appears only in the details that it was loaded for', async t => {
	const store = storeOf(6);
	const loads: Array<(text: UntrustedText) => void> = [];
	const {controller, press} = controllerOf(store, {
		loadTask: async () => new Promise(resolve => {
			loads.push(resolve);
		}),
	});
	const lines = () => controller.frame.body?.kind === 'text' ? controller.frame.body.lines.map(({text}) => String(text)) : [];
	press('3', 'enter', 'escape', 'down', 'enter');
	loads[1]?.(new UntrustedText('the second'));
	await settled();
	t.true(lines().includes('the second'));
	loads[0]?.(new UntrustedText('the first'));
	await settled();
	t.true(lines().includes('the second'));
	t.false(lines().includes('the first'));
});

test('a failed load is reported', async t => {
	const store = storeOf(3);
	const {controller, press} = controllerOf(store, {
		async loadTask() {
			throw new UserError('the link is down');
		},
	});
	press('3', 'enter');
	await settled();
	t.deepEqual(controller.state.toast, {text: 'the link is down', style: 'bad'});
});

test('q quits only at the root, Ctrl-C everywhere, Esc nowhere', t => {
	const store = storeOf(3);
	const {asked, press} = controllerOf(store, {loadTask: async () => null});
	press('escape', 'escape', '3', 'enter', 'q', '?', 'q', '/', 'q', 'escape', 'n', 'q', 'escape');
	t.deepEqual(asked, []);
	press('q');
	t.deepEqual(asked, ['quit']);
	press('n', 'ctrl-c', 'ctrl-l');
	t.deepEqual(asked, ['quit', 'quit', 'repaint']);
});

test('the views wrap around', t => {
	const store = storeOf(3);
	const {controller, press} = controllerOf(store);
	const seen: string[] = [];
	for (let turn = 0; turn < 7; turn++) {
		seen.push(views[controller.state.view]!.name);
		press('tab');
	}

	t.deepEqual(seen, ['Overview', 'Workers', 'Tasks', 'Findings', 'Cost', 'Log', 'Overview']);
	press('1', 'shift-tab');
	t.is(controller.state.view, 5);
	press('!');
	t.is(controller.state.view, 0);
	t.true(listOf(controller).count >= store.snapshot.problems.length);
});

test('subscribers are notified of every change until they unsubscribe', t => {
	const store = storeOf(3);
	const {controller, press} = controllerOf(store);
	let told = 0;
	const stop = controller.subscribe(() => {
		told++;
	});
	press('?');
	t.is(told, 1);
	press('x');
	t.is(told, 1);
	stop();
	press('?');
	t.is(told, 1);
});
