import {existsSync, readFileSync} from 'node:fs';
import test from 'ava';
import {helpLines} from '../../source/dashboard/help.js';
import {hintsFor} from '../../source/dashboard/hint-bar.js';
import {
	commandFor, keyBindings, keyContexts as contexts, type KeyContext,
} from '../../source/dashboard/keys.js';
import {contextOf} from '../../source/dashboard/view-state.js';
import {controllerOf, storeOf} from './_swarm.js';

const store = storeOf(60);

/** Keys that lead to a place where every command has something to do: in the middle of a filtered list, of long details, of the help. */
const ways: Readonly<Record<KeyContext, readonly string[]>> = {
	list: ['4', '/', '1', 'enter', 'down', 'down', 'down', 'down'],
	detail: ['4', 'down', 'enter', 'down', 'down'],
	help: ['4', '?', 'down', 'down'],
	filter: ['4', '/', 'x'],
	form: ['4', 'n', 'x'],
	confirm: ['3', '/', ...'task_1', 'enter', 'C'],
};

for (const {command, keys, contexts: places, shown} of keyBindings) {
	for (const context of places) {
		for (const key of keys) {
			test(`${key === ' ' ? 'space' : key} (${shown}, ${command}) does something in ${context}`, t => {
				const {controller, asked, press} = controllerOf(() => store.snapshot);
				press(...ways[context]);
				t.is(contextOf(controller.state), context);
				// The number of the view that is open leads nowhere else.
				press(...(command === 'view' && context === 'list' && key === '4' ? ['5'] : []));
				const before = JSON.stringify([controller.state, asked]);
				press(key);
				t.not(JSON.stringify([controller.state, asked]), before);
				t.is(commandFor(key, context), command);
			});
		}
	}
}

test('every command that the controller runs is in the table, and the other way round', t => {
	const source = readFileSync(new URL('../../source/dashboard/controller.ts', import.meta.url), 'utf8');
	const run = source.slice(source.indexOf('\t#run(command'), source.indexOf('\t#type(change'));
	const cases = [...run.matchAll(/case '([a-z-]+)':/g)].map(([, name = '']) => name);
	t.deepEqual(cases.toSorted(), [...new Set(keyBindings.map(({command}) => command))].toSorted() as string[]);
});

test('no key has two meanings in one place', t => {
	for (const context of contexts) {
		const keys = keyBindings.filter(binding => binding.contexts.includes(context)).flatMap(binding => binding.keys);
		t.is(new Set(keys).size, keys.length, `${context}`);
	}
});

test('whatever can be typed is typed where texts are written', t => {
	const letters = keyBindings.flatMap(({keys, contexts: places}) => places.includes('filter') || places.includes('form') ? keys : []).filter(key => [...key].length === 1);
	t.deepEqual(letters, []);
});

test('every place can be left, and there is help or a hint in it', t => {
	for (const context of contexts) {
		t.is(commandFor('escape', context), 'back');
		t.is(commandFor('ctrl-c', context), 'leave');
		t.true(hintsFor(context, 40, null).length > 0);
	}

	t.is(commandFor('unknown', 'list'), null);
	t.is(commandFor('n', 'filter'), null);
});

test('lowercase looks, uppercase acts', t => {
	const acting = keyBindings.filter(({keys}) => keys.some(key => /^[A-Z]$/.test(key) && key !== 'G')).map(({command}) => command);
	t.deepEqual(acting, ['rescue', 'retry', 'cancel', 'pause', 'drain', 'abort', 'change-budget']);
});

test('the hints fit, and the most important go last', t => {
	for (const context of contexts) {
		for (let width = 1; width < 120; width++) {
			const hints = hintsFor(context, width, width % 2 === 0 ? 'task' : 'worker');
			t.true(hints.reduce((sum, {shown, hint}) => sum + shown.length + hint.length + 3, -1) <= Math.max(0, width));
		}
	}

	t.deepEqual(hintsFor('list', 16, 'task').map(({shown}) => shown), ['?', 'q']);
	t.deepEqual(hintsFor('list', 8, 'task').map(({shown}) => shown), ['?']);
});

test('what can be done to it is hinted at where something is that it can be done to', t => {
	const capitals = (context: KeyContext, target: 'task' | 'worker' | 'finding' | null) => hintsFor(context, 300, target).map(({shown}) => shown).filter(shown => /^[A-Z]$/.test(shown)).join('');
	t.deepEqual((['task', 'worker', 'finding', null] as const).map(target => [capitals('list', target), capitals('detail', target)]), [['RTCKB', 'RTCK'], ['PSKB', 'PSK'], ['B', ''], ['B', '']]);
});

test('the help names every key of the table in each of its places', t => {
	const help = helpLines().map(({text}) => String(text)).join('\n');
	for (const {shown, help: what, contexts: places} of keyBindings) {
		t.is(help.split(`  ${shown.padEnd(13)}${what}`).length - 1, places.length, `${shown}`);
	}
});

const named = new Set(['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end', 'enter', 'escape', 'tab', 'shift-tab', 'ctrl-l', 'ctrl-c']);

test('every key of the table is one that the terminal can name', t => {
	t.deepEqual(keyBindings.flatMap(({keys}) => keys).filter(key => [...key].length > 1 && !named.has(key)), []);
});

const places: Readonly<Record<KeyContext, string>> = {
	list: 'lists', detail: 'details', help: 'help', filter: 'filter', form: 'forms', confirm: 'questions',
};

/** The table of keys as the readme has it, between `<!-- keys -->` and `<!-- /keys -->`. */
function keyTable(): string {
	const rows = keyBindings.map(({shown, help, contexts: all}) => {
		const keys = shown.split(' ').map(key => `\`${key}\``).join(' ');
		return `| ${keys} | ${help} | ${all.length === contexts.length ? 'everywhere' : all.map(context => places[context]).join(', ')} |`;
	});
	return ['| key | what it does | where |', '| --- | --- | --- |', ...rows].join('\n');
}

test('the readme has the same table of keys', t => {
	const file = new URL('../../readme.md', import.meta.url);
	const readme = existsSync(file) ? readFileSync(file, 'utf8') : '';
	const [, written = keyTable()] = /<!-- keys -->([\s\S]*?)<!-- \/keys -->/.exec(readme) ?? [];
	t.is(written.trim(), keyTable());
});
