import test from 'ava';
import {InternedNames} from '../../source/store/interned-names.js';

test('names get numbers and keep them', t => {
	const table = new InternedNames(4);
	t.deepEqual(['a', 'b', 'a', '__proto__'].map(name => table.numberOf(name)), [0, 1, 0, 2]);
	t.deepEqual([0, 1, 2].map(number => table.nameOf(number)), ['a', 'b', '__proto__']);
});

test('names beyond the limit share the last number', t => {
	const table = new InternedNames(3);
	t.deepEqual(['a', 'b', 'c', 'd', 'a'].map(name => table.numberOf(name)), [0, 1, 2, 2, 0]);
	t.is(table.nameOf(2), '(others)');
});
