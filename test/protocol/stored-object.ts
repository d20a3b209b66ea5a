import test from 'ava';
import {firstOf, readFields} from '../../source/protocol/stored-object.js';
import type {RedisValue} from '../../source/protocol/redis-value.js';
import {storedText} from './_any.js';

function fieldOf(value: RedisValue, name: string): unknown {
	const fields = readFields(value);
	return fields.ok ? fields.get(name) : fields.problem;
}

test('only what was written is a field', t => {
	for (const value of [storedText('{"a":1}'), {kind: 'hash', fields: new Map([['a', '1']]), bytes: 2} as const]) {
		for (const name of ['constructor', 'toString', '__proto__', 'b']) {
			t.is(fieldOf(value, name), undefined);
		}
	}

	t.is(fieldOf(storedText('{"a":1}'), 'a'), 1);
	t.is(fieldOf(storedText('{"constructor":"mine"}'), 'constructor'), 'mine');
});

test('a preview has the fields that are whole in it', t => {
	const value: RedisValue = {
		kind: 'text', text: String.raw`{"a": "x\"y", "n": -1.5e3, "b": true, "z": null, "long": "begins`, tail: 'ends", "c": [1], "d": "last", "n": 7}', bytes: 1e6,
	};
	for (const [name, field] of [['a', 'x"y'], ['n', -1500], ['b', true], ['z', null], ['d', 'last'], ['long', 'begins'], ['missing', undefined], ['c', undefined]] as const) {
		t.is(fieldOf(value, name), field);
	}
});

test('what is no object says what it is', t => {
	t.is(fieldOf({kind: 'absent'}, 'a'), 'no such key');
	t.is(fieldOf({kind: 'other', type: 'zset'}, 'a'), 'expected a string or a hash, got a zset');
	t.is(fieldOf(storedText('[]'), 'a'), 'expected a JSON object, got a list');
});

test('the first name that has a value is taken', t => {
	const values = new Map<string, unknown>([['a', ''], ['b', null], ['c', 0], ['d', 1]]);
	t.is(firstOf(name => values.get(name), 'x', 'a', 'b', 'c', 'd'), 0);
	t.is(firstOf(name => values.get(name), 'x', 'a', 'b'), undefined);
});
