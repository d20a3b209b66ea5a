import test from 'ava';
import {NewestFindings} from '../../source/store/newest-findings.js';
import {makeFinding} from './_make.js';

function idsOf(newest: NewestFindings): readonly string[] {
	return newest.items.map(({id}) => id);
}

test('the newest come first, and only so many are kept', t => {
	const newest = new NewestFindings(3);
	for (const [id, orderMs] of [['b', 2], ['e', 5], ['a', 1], ['d', 4], ['c', 3]] as const) {
		newest.add(makeFinding(id), orderMs);
	}

	t.deepEqual(idsOf(newest), ['e', 'd', 'c']);
	newest.add(makeFinding('z'), 0);
	newest.add(makeFinding('f'), 6);
	t.deepEqual(idsOf(newest), ['f', 'e', 'd']);
});

test('one that is replaced keeps its place, whether it has been looked at or not', t => {
	for (const look of [true, false]) {
		const newest = new NewestFindings(2);
		newest.add(makeFinding('a'), 100);
		newest.add(makeFinding('b'), 200);
		t.deepEqual(idsOf(newest), ['b', 'a']);
		newest.add(makeFinding('c', {tokens: 1}), 300);
		const seen = look ? idsOf(newest) : ['c', 'b'];
		t.deepEqual(seen, ['c', 'b']);
		newest.add(makeFinding('c', {tokens: 2}), 0);
		t.deepEqual(idsOf(newest), ['c', 'b']);
		t.is(newest.items[0]?.tokens, 2);
	}
});

test('those taken out are gone, and make room', t => {
	const newest = new NewestFindings(3);
	for (const [orderMs, id] of ['a', 'b', 'c'].entries()) {
		newest.add(makeFinding(id), orderMs);
	}

	newest.remove(id => id === 'b');
	t.deepEqual(idsOf(newest), ['c', 'a']);
	newest.add(makeFinding('d'), -1);
	t.deepEqual(idsOf(newest), ['c', 'a', 'd']);
	newest.add(makeFinding('e'), 9);
	t.deepEqual(idsOf(newest), ['e', 'c', 'a']);
	newest.add(makeFinding('f'), 10);
	newest.remove(id => id === 'f');
	t.deepEqual(idsOf(newest), ['e', 'c']);
});

test('the list is the same object as long as nothing changed', t => {
	const newest = new NewestFindings(2);
	newest.add(makeFinding('a'), 1);
	const {items} = newest;
	t.is(newest.items, items);
	newest.remove(id => id === 'unknown');
	t.is(newest.items, items);
	newest.add(makeFinding('b'), 2);
	t.not(newest.items, items);
	t.deepEqual(items.map(({id}) => id), ['a']);
});

test('a flood is bounded, and its newest are there', t => {
	const newest = new NewestFindings(10);
	for (let number = 0; number < 10_000; number++) {
		newest.add(makeFinding(`f${number}`), number);
	}

	t.deepEqual(idsOf(newest), Array.from({length: 10}, (_, index) => `f${9999 - index}`));
});
