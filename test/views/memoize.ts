import test from 'ava';
import {memoizeLast} from '../../source/views/memoize.js';

test('a result is memoized while its inputs are the same objects', t => {
	let made = 0;
	const count = memoizeLast((input: {readonly a: unknown; readonly b: unknown}) => [input.a], () => ++made);
	t.is(count({a: 1, b: 1}), 1);
	t.is(count({a: 1, b: 2}), 1);
	t.is(count({a: 2, b: 2}), 2);
	t.is(count({a: 1, b: 2}), 3);
});
