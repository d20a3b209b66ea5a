import test from 'ava';
import fc from 'fast-check';
import {readCost} from '../../source/protocol/budget-limits.js';
import {readAttempts, readFailure, readId} from '../../source/protocol/task.js';
import {readContext} from '../../source/protocol/shared-context.js';
import {readWorkerNote} from '../../source/protocol/worker-note.js';
import type {RedisValue} from '../../source/protocol/redis-value.js';
import {anyRedisValue, storedText} from './_any.js';

const absent: RedisValue = {kind: 'absent'};
const list: RedisValue = {kind: 'other', type: 'list'};
const hash: RedisValue = {kind: 'hash', fields: new Map([['a', '1']]), bytes: 2};

test('an id is text of any shape, up to a length', t => {
	t.is(readId(storedText('haiku 1/ü')), 'haiku 1/ü');
	t.is(readId(storedText('x'.repeat(5000)))?.length, 512);
	for (const value of [absent, list, hash, storedText('')]) {
		t.is(readId(value), null);
	}
});

test('small numbers are read, and nothing is read where there is none', t => {
	t.is(readCost(storedText('0.0231')), 0.0231);
	t.is(readCost(storedText('$1,234.5')), 1234.5);
	t.is(readAttempts(storedText('3')), 3);
	for (const value of [absent, list, hash, storedText(''), storedText('much')]) {
		t.is(readCost(value), null);
		t.is(readAttempts(value), null);
	}
});

test('a context is a number of tokens, or a text, or told by its type', t => {
	t.deepEqual(readContext(storedText('12000')), {kind: 'tokens', tokens: 12_000});
	const text = readContext(storedText('{"goal": "x"}'));
	t.true(text?.kind === 'text' && text.text.toJSON() === '{"goal": "x"}' && text.bytes === 13);
	const cut = readContext({
		kind: 'text', text: 'begin', tail: 'end', bytes: 99_999,
	});
	t.true(cut?.kind === 'text' && cut.text.cut && cut.bytes === 99_999);
	const fields = readContext(hash);
	t.true(fields?.kind === 'text' && fields.text.toJSON() === '{"a":"1"}');
	const other = readContext(list);
	t.true(other?.kind === 'text' && other.text.toJSON() === '(a list)');
	t.is(readContext(absent), null);
});

test('why a task was set aside is its error, or whatever lies there', t => {
	t.is(readFailure(storedText({error: 'boom', attempts: 3}))?.toJSON(), 'boom');
	t.is(readFailure(storedText({last_error: 'boom'}))?.toJSON(), 'boom');
	t.is(readFailure(storedText('it broke'))?.toJSON(), 'it broke');
	t.is(readFailure(list)?.toJSON(), '');
	t.is(readFailure(absent), null);
});

test('whatever lies there, no reader throws', t => {
	fc.assert(fc.property(anyRedisValue, value => {
		for (const read of [readCost, readAttempts, readContext, readFailure, readId, readWorkerNote]) {
			t.notThrows(() => read(value));
		}
	}), {numRuns: 2000});
});
