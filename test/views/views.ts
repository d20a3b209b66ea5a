import test from 'ava';
import stringWidth from 'string-width';
import {plainTheme} from '../../source/views/theme.js';
import type {Selection} from '../../source/views/define-view.js';
import {views} from '../../source/views/view-list.js';
import {storeOf} from '../dashboard/_swarm.js';

const {snapshot} = storeOf(50);
const everything: Selection = {filter: '', sortedBy: null};

for (const view of views) {
	test(`${view.name}: every row has a unique id and is found by it`, t => {
		const count = view.count(snapshot, everything);
		t.true(count > 0);
		const ids = Array.from({length: count}, (_, index) => view.idAt(snapshot, everything, index));
		t.is(new Set(ids).size, count);
		t.deepEqual(ids.map(id => view.indexOf(snapshot, everything, id ?? '')), ids.map((_, index) => index));
		t.is(view.idAt(snapshot, everything, count), null);
		t.is(view.targetAt(snapshot, everything, count), null);
		t.is(view.indexOf(snapshot, everything, 'nobody'), -1);
	});

	test(`${view.name}: a window holds the requested rows, with a cell for each column that fits`, t => {
		for (const width of [1, 20, 38, 60, 100, 200]) {
			const {columns, rows} = view.window(snapshot, everything, {from: 2, count: 3, width});
			t.deepEqual(rows.map(({id}) => id), [2, 3, 4].map(index => view.idAt(snapshot, everything, index)).filter(id => id !== null));
			t.true(rows.every(({cells}) => cells.length === columns.length));
			t.true(rows.every(({cells}) => cells.every(({text}) => !/[\p{Cc}\p{Cf}\p{Cs}]/u.test(text))));
		}
	});

	test(`${view.name}: sorting changes only the order of the rows`, t => {
		const ids = (selection: Selection) => Array.from({length: view.count(snapshot, selection)}, (_, index) => view.idAt(snapshot, selection, index) ?? '');
		const usual = ids(everything);
		for (const sortedBy of view.sortable) {
			const sorted = ids({filter: '', sortedBy});
			t.deepEqual(sorted.toSorted(), usual.toSorted());
			const place = view.window(snapshot, {filter: '', sortedBy}, {from: 0, count: 1000, width: 1000});
			const column = place.columns.findIndex(({column: {title}}) => title === sortedBy);
			t.not(column, -1);
		}

		t.deepEqual(ids({filter: '', sortedBy: 'no such column'}), usual);
	});

	test(`${view.name}: a filter ignores case`, t => {
		t.is(view.count(snapshot, {filter: 'zzz nothing zzz', sortedBy: null}), 0);
		const some = view.count(snapshot, {filter: 'd', sortedBy: null});
		t.true(some > 0 && some <= view.count(snapshot, everything));
		t.is(view.count(snapshot, {filter: 'D', sortedBy: null}), some);
	});

	test(`${view.name}: its summary is clean and no higher than allowed`, t => {
		for (const height of [0, 1, 3, 30]) {
			for (const width of [10, 40, 200]) {
				const lines = view.summary(snapshot, {width, height});
				t.true(lines.length <= Math.max(height, 1));
				t.true(lines.every(({text}) => !/[\p{Cc}\p{Cf}]/u.test(text) && stringWidth(plainTheme.paint(text, 'plain')) > 0));
			}
		}
	});
}

function viewNamed(name: string) {
	return views.find(view => view.name === name)!;
}

/** The texts of a column, from above to below. */
function cellsOf(name: string, title: string, selection: Selection): readonly string[] {
	const {columns, rows} = viewNamed(name).window(snapshot, selection, {from: 0, count: 1000, width: 1000});
	const index = columns.findIndex(({column}) => column.title === title);
	return rows.map(({cells}) => String(cells[index]?.text));
}

test('numbers are sorted descending, texts ascending', t => {
	const costs = cellsOf('Findings', 'COST', {filter: '', sortedBy: 'COST'}).map(text => Number(text.slice(1)));
	t.deepEqual(costs, costs.toSorted((a, b) => b - a));
	const states = cellsOf('Tasks', 'STATE', {filter: '', sortedBy: 'STATE'});
	t.deepEqual(states, states.toSorted());
	t.deepEqual([...new Set(states)], ['announced', 'claimed', 'done', 'failed']);
});

test('tasks are ordered by urgency, then newest first', t => {
	const states = cellsOf('Tasks', 'STATE', everything);
	t.deepEqual([...new Set(states)], ['failed', 'claimed', 'announced', 'done']);
	t.is(states.lastIndexOf('claimed') - states.indexOf('claimed') + 1, states.filter(state => state === 'claimed').length);
	t.deepEqual(cellsOf('Tasks', 'TASK', {filter: 'claimed', sortedBy: null}).slice(0, 2), ['task_49', 'task_46']);
});

test('filters search the relevant texts', t => {
	const count = (name: string, filter: string) => viewNamed(name).count(snapshot, {filter, sortedBy: null});
	t.is(count('Tasks', 'task_49'), 1);
	t.is(count('Tasks', 'describe'), 50);
	t.is(count('Tasks', 'failed'), 1);
	t.is(count('Findings', 'malformed'), 7);
	t.is(count('Findings', 'finding_49'), 1);
	t.is(count('Workers', 'idle') + count('Workers', 'working'), count('Workers', ''));
	t.true(count('Overview', 'problem') > 0);
	t.is(count('Cost', 'model'), 3);
	t.is(count('Log', 'published'), 1);
});

test('only changed rows are searched again', t => {
	const store = storeOf(5);
	const view = viewNamed('Tasks');
	const done: Selection = {filter: 'done', sortedBy: null};
	const before = view.count(store.snapshot, done);
	store.apply([{type: 'result', id: 'task_3', findingId: 'f'}], store.snapshot.atMs);
	store.flush(store.snapshot.atMs);
	t.is(view.count(store.snapshot, done), before + 1);
});

test('every row opens the details of its target', t => {
	t.deepEqual(viewNamed('Tasks').targetAt(snapshot, {filter: 'task_49', sortedBy: null}, 0), {kind: 'task', id: 'task_49'});
	t.deepEqual(viewNamed('Overview').targetAt(snapshot, {filter: 'set aside', sortedBy: null}, 0), {kind: 'task', id: 'task_0'});
	t.deepEqual(viewNamed('Log').targetAt(snapshot, everything, 0), {kind: 'entry', id: String(snapshot.log.at(-1)?.number)});
	t.is(viewNamed('Cost').targetAt(snapshot, {filter: 'model', sortedBy: null}, 0), null);
});

test('a filter without matches says how many findings it searched', t => {
	const {snapshot} = storeOf(3);
	const view = viewNamed('Findings');
	const selection = {filter: 'no such text', sortedBy: null};
	t.is(view.emptyText(snapshot, selection), 'Nothing matches the filter. Esc clears it.');
	const many = {...snapshot, findings: {...snapshot.findings, total: 31_402}};
	t.is(view.emptyText(many, selection), `Nothing matches in the newest ${snapshot.findings.items.length} of 31,402 findings. To search all: haiku-swarm findings --filter`);
	t.regex(String(view.summary(many, {width: 80, height: 5})[0]?.text), /are listed and searched$/);
});
