import test from 'ava';
import fc from 'fast-check';
import {encodeTask} from '../../source/protocol/new-task.js';
import {readTask} from '../../source/protocol/task.js';
import {anyRedisValue, storedText} from './_any.js';

function read(value: unknown) {
	const {description, files, ...rest} = readTask(storedText(value));
	return {...rest, description: description.toJSON(), files: files.map(file => file.toJSON())};
}

test('a task is read, ours and others\'', t => {
	t.deepEqual(read(encodeTask({description: ' do it ', files: ['a.md']}, 1_763_647_391_000).json), {
		description: 'do it', files: ['a.md'], createdAtMs: 1_763_647_391_000, malformed: null,
	});
	t.deepEqual(read({description: 'do it'}), {
		description: 'do it', files: [], createdAtMs: null, malformed: null,
	});
	t.deepEqual(read({prompt: 'do it', files: 'a.md, b.md', timestamp: 1_763_647_391}), {
		description: 'do it', files: ['a.md', 'b.md'], createdAtMs: 1_763_647_391_000, malformed: null,
	});
	t.is(read({task: 'x', title: 'y'}).description, 'x');
	t.is(read({description: {steps: ['a']}}).description, '{"steps":["a"]}');
});

test('a task that is a hash is read like any other', t => {
	const task = readTask({kind: 'hash', fields: new Map([['description', 'do it'], ['files', '["a.md"]']]), bytes: 20});
	t.is(task.description.toJSON(), 'do it');
	t.is(task.files.length, 1);
	t.is(task.malformed, null);
});

test('what is no task is shown as its description, and says why', t => {
	t.deepEqual(read('just do it'), {
		description: 'just do it', files: [], createdAtMs: null, malformed: 'not JSON',
	});
	t.like(read('[1]'), {description: '[1]', malformed: 'expected a JSON object, got a list'});
	t.like(read('{"files": ["a.md"]}'), {description: '{"files": ["a.md"]}', files: ['a.md'], malformed: 'no description'});
	t.is(readTask({kind: 'absent'}).malformed, 'no such key');
	t.is(readTask({kind: 'other', type: 'set'}).malformed, 'expected a string or a hash, got a set');
});

test('only as much is kept as a list can hold', t => {
	const task = readTask(storedText({description: 'x'.repeat(5000), files: Array.from({length: 500}, () => 'f')}));
	t.is(task.description.length, 300);
	t.true(task.description.cut);
	t.is(task.files.length, 20);
	const huge = readTask({
		kind: 'text', text: '{"description":"short","blob":"xxx', tail: 'x"}', bytes: 5_000_000,
	});
	t.is(huge.description.toJSON(), 'short');
});

test('whatever lies there, reading it never throws', t => {
	fc.assert(fc.property(anyRedisValue, value => {
		const task = readTask(value);
		t.true(task.description.length <= 300);
		t.true(task.createdAtMs === null || Number.isSafeInteger(task.createdAtMs));
	}), {numRuns: 2000});
});
