import test from 'ava';
import fc from 'fast-check';
import {
	idPattern, newFindingId, newTaskId, newWorkerId,
} from '../../source/protocol/ids.js';
import {encodeTask, type NewTask} from '../../source/protocol/new-task.js';
import {UserError} from '../../source/protocol/user-error.js';
import {anyText} from './_any.js';

test('a task is written with a new id, or with the one that was given', t => {
	const {id, json} = encodeTask({description: '  do it\n'}, 1_763_647_391_482);
	t.regex(id, /^task_[\da-f]{8}$/);
	t.deepEqual(JSON.parse(json), {description: 'do it', files: [], created_at: '2025-11-20T14:03:11.482+00:00'});
	t.is(encodeTask({id: 'mine-1', description: 'x', files: ['a']}, 0).id, 'mine-1');
});

test('a task that is none is refused in one line, as wrong usage', t => {
	const cases: ReadonlyArray<readonly [task: NewTask, message: string]> = [
		[{description: ''}, 'Expected a description of the task, got none.'],
		[{description: ' \n '}, 'Expected a description of the task, got none.'],
		[{description: 'x'.repeat(100_001)}, 'Expected a description of at most 100,000 characters.'],
		[{description: 'x', files: ['']}, 'Expected a file path, got an empty one.'],
		[{description: 'x', id: ''}, 'Expected a task id of 1 to 64 letters, digits, `-` or `_`.'],
		[{description: 'x', id: 'a:claimed'}, 'Expected a task id of 1 to 64 letters, digits, `-` or `_`.'],
		[{description: 'x', id: 'x'.repeat(65)}, 'Expected a task id of 1 to 64 letters, digits, `-` or `_`.'],
	];
	for (const [task, message] of cases) {
		const error = t.throws(() => encodeTask(task, 0), {instanceOf: UserError, message});
		t.is(error?.exitCode, 2);
	}
});

test('whatever the description, the task is JSON with it, or refused', t => {
	fc.assert(fc.property(anyText, description => {
		if (description.trim() === '') {
			t.throws(() => encodeTask({description}, 0), {instanceOf: UserError});
		} else {
			t.is((JSON.parse(encodeTask({description}, 0).json) as {description: string}).description, description.trim());
		}
	}));
});

test('new ids can be written, and are all different', t => {
	for (const make of [newFindingId, newTaskId, newWorkerId]) {
		const ids = Array.from({length: 100}, make);
		t.is(new Set(ids).size, 100);
		t.true(ids.every(id => idPattern.test(id)));
	}
});
