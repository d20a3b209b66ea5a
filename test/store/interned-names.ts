import test from 'ava';
import {InternedNames} from '../../source/store/interned-names.js';

test('names get numbers and keep them', t => {
	const table = new InternedNames(5);
	t.deepEqual(['a', 'b', null, 'a', '__proto__'].map(name => table.numberOf(name)), [1, 2, 0, 1, 3]);
	t.deepEqual([0, 1, 2, 3].map(number => table.nameOf(number)), [null, 'a', 'b', '__proto__']);
});

test('names beyond the limit share the last number', t => {
	const table = new InternedNames(3);
	t.deepEqual(['a', 'b', 'c', 'd', 'a'].map(name => table.numberOf(name)), [1, 2, 3, 3, 1]);
	t.is(table.nameOf(3), '(others)');
});
