import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {actions} from '../../source/swarm/actions/action-list.js';
import {hintsFor} from '../../source/dashboard/components/hint-bar.js';
import type {Selected} from '../../source/dashboard/keymap/key-bindings.js';
import {bindingFor, helpLines, keyBindings} from '../../source/dashboard/keymap/key-table.js';
import {contextOf, keyContexts as contexts, type KeyContext} from '../../source/dashboard/view-state.js';
import {controllerOf, storeOf} from './_swarm.js';

const store = storeOf(60);

/** Keys that lead to a place where every key has something to do: in the middle of a filtered list, of long details, of the help. */
const ways: Readonly<Record<KeyContext, readonly string[]>> = {
	list: ['4', '/', '1', 'enter', 'down', 'down', 'down', 'down'],
	detail: ['4', 'down', 'enter', 'down', 'down'],
	help: ['4', '?', 'down', 'down'],
	filter: ['4', '/', 'x'],
	form: ['4', 'n', 'x'],
	question: ['3', '/', ...'task_1', 'enter', 'C'],
};

for (const binding of keyBindings) {
	for (const context of binding.contexts) {
		for (const key of binding.keys) {
			test(`${key === ' ' ? 'space' : key} (${binding.shown}, ${binding.help}) does something in ${context}`, t => {
				const {controller, asked, press} = controllerOf(store);
				press(...ways[context]);
				t.is(contextOf(controller.state), context);
				// The number of the view that is open leads nowhere else.
				press(...(context === 'list' && key === '4' ? ['5'] : []));
				const before = JSON.stringify([controller.state, asked]);
				press(key);
				t.not(JSON.stringify([controller.state, asked]), before);
				t.is(bindingFor(key, context), binding);
			});
		}
	}
}

test('no key has two bindings in one context', t => {
	for (const context of contexts) {
		const keys = keyBindings.filter(binding => binding.contexts.includes(context)).flatMap(binding => binding.keys);
		t.is(new Set(keys).size, keys.length, `${context}`);
	}
});

test('printable keys have no binding where text is typed', t => {
	const letters = keyBindings.flatMap(({keys, contexts: places}) => places.includes('filter') || places.includes('form') ? keys : []).filter(key => [...key].length === 1);
	t.deepEqual(letters, []);
});

const nothing: Selected = {target: null, facts: null, scene: {localWorkers: [], budget: null, worker: () => undefined}};

/** A task or worker as it is selected. */
function selected(kind: 'task' | 'worker', id: string): Selected {
	const {tasks, workers} = store.snapshot;
	const facts = (kind === 'task' ? tasks : workers).items.find(row => row.id === id)!;
	return {target: {kind, id}, facts, scene: {...nothing.scene, worker: name => workers.items.find(worker => worker.id === name)}};
}

test('every context can be left, and has a hint', t => {
	for (const context of contexts) {
		t.is(bindingFor('escape', context)?.shown, 'esc');
		t.is(bindingFor('ctrl-c', context)?.shown, 'ctrl-c');
		t.true(hintsFor(context, 40, nothing).length > 0);
	}

	t.is(bindingFor('unknown', 'list'), undefined);
	t.is(bindingFor('n', 'filter'), undefined);
});

test('every uppercase key but G is the key of an action', t => {
	const uppercase = keyBindings.flatMap(({keys}) => keys).filter(key => /^[A-Z]$/.test(key) && key !== 'G');
	t.deepEqual(uppercase, [...new Set(actions.map(({key}) => key).filter(key => key !== 'n'))]);
});

test('the hints fit, and the most important are dropped last', t => {
	for (const context of contexts) {
		for (let width = 1; width < 120; width++) {
			const hints = hintsFor(context, width, width % 2 === 0 ? selected('task', 'task_0') : nothing);
			t.true(hints.reduce((sum, {shown, hint}) => sum + shown.length + hint.length + 3, -1) <= Math.max(0, width));
		}
	}

	t.deepEqual(hintsFor('list', 16, nothing).map(({shown}) => shown), ['?', 'q']);
	t.deepEqual(hintsFor('list', 8, nothing).map(({shown}) => shown), ['?']);
});

test('the hints name the actions that apply to the selection', t => {
	const hints = (about: Selected) => hintsFor('list', 300, about).filter(({shown}) => /^[A-Z]$/.test(shown)).map(({shown, hint}) => `${shown} ${hint}`).join(', ');
	const worker = (state: string) => store.snapshot.workers.items.find(({note}) => note?.state === state)!.id;
	// It failed; one that is claimed; one that is done.
	t.is(hints(selected('task', 'task_0')), 'T retry, C cancel, B budget');
	t.is(hints(selected('task', 'task_1')), 'R rescue, C cancel, K abort, B budget');
	t.is(hints(selected('task', 'task_2')), 'B budget');
	t.is(hints(selected('task', 'task_3')), 'C cancel, A announce, B budget');
	t.is(hints(selected('worker', worker('working'))), 'P pause, D drain, S stop, B budget');
	t.is(hints(selected('worker', worker('paused'))), 'P resume, D drain, S stop, B budget');
	t.is(hints(nothing), 'B budget');
	t.is(hints({...nothing, scene: {...nothing.scene, localWorkers: [{id: 'a', busy: 0}]}}), 'D drain, B budget');
});

test('the help lists every key in each of its contexts', t => {
	const help = helpLines.map(({text}) => String(text)).join('\n');
	for (const {shown, help: what, contexts: places} of keyBindings) {
		t.is(help.split(`  ${shown.padEnd(13)}${what}`).length - 1, places.length, `${shown}`);
	}
});

const named = new Set(['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end', 'enter', 'escape', 'tab', 'shift-tab', 'ctrl-l', 'ctrl-c']);

test('every key has a name that the key parser knows', t => {
	t.deepEqual(keyBindings.flatMap(({keys}) => keys).filter(key => [...key].length > 1 && !named.has(key)), []);
});

const places: Readonly<Record<KeyContext, string>> = {
	list: 'lists', detail: 'details', help: 'help', filter: 'filter', form: 'forms', question: 'questions',
};

/** The table of keys as the readme has it, between `<!-- keys -->` and `<!-- /keys -->`. */
function keyTable(): string {
	const rows = keyBindings.map(({shown, help, contexts: all}) => {
		const keys = shown.split(' ').map(key => `\`${key}\``).join(' ');
		return `| ${keys} | ${help} | ${all.length === contexts.length ? 'everywhere' : all.map(context => places[context]).join(', ')} |`;
	});
	return ['| key | what it does | where |', '| --- | --- | --- |', ...rows].join('\n');
}

test('the readme has the same key table', t => {
	const file = new URL('../../readme.md', import.meta.url);
	const readme = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const [, written = keyTable()] = /<!-- keys -->([\s\S]*?)<!-- \/keys -->/.exec(readme) ?? [];
	t.is(written.trim(), keyTable());
});
