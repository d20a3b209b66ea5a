import test from 'ava';
import fc from 'fast-check';
import {
	readAmount, readAttempts, readContext, readFailure, readHeartbeat, readId, readWorkerNote,
} from '../../source/protocol/small-values.js';
import type {StoredValue} from '../../source/protocol/stored-value.js';
import {anyStoredValue, storedText} from './_any.js';

const absent: StoredValue = {kind: 'absent'};
const list: StoredValue = {kind: 'other', type: 'list'};
const hash: StoredValue = {kind: 'hash', fields: new Map([['a', '1']]), bytes: 2};

test('an id is text of any shape, up to a length', t => {
	t.is(readId(storedText('haiku 1/ü')), 'haiku 1/ü');
	t.is(readId(storedText('x'.repeat(5000)))?.length, 512);
	for (const value of [absent, list, hash, storedText('')]) {
		t.is(readId(value), null);
	}
});

test('small numbers are read, and nothing is read where there is none', t => {
	t.is(readAmount(storedText('0.0231')), 0.0231);
	t.is(readAmount(storedText('$1,234.5')), 1234.5);
	t.is(readAttempts(storedText('3')), 3);
	t.deepEqual(readHeartbeat(storedText('2026-11-20T14:03:11Z')), {atMs: Date.UTC(2026, 10, 20, 14, 3, 11), zoned: true});
	for (const value of [absent, list, hash, storedText(''), storedText('much')]) {
		t.is(readAmount(value), null);
		t.is(readAttempts(value), null);
		t.is(readHeartbeat(value), null);
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

test('a worker says of itself what it says, each part for itself', t => {
	t.deepEqual(readWorkerNote(storedText({
		host: 'box',
		pid: 7,
		executor: 'dry-run',
		model: 'm',
		workdir: '/srv',
		state: 'draining',
		blocked: 'HTTP 401',
		concurrency: '4',
		progress: [{
			task: 'a', turn: 3, tool: 'Edit', tokens: '12,345',
		}, {task: 'b', turn: 0}],
		done: 5,
		failed: 1,
		spent_usd: 0.25,
		started_at: '2026-11-20T14:03:11Z',
	})), {
		host: 'box',
		pid: 7,
		executor: 'dry-run',
		model: 'm',
		workdir: '/srv',
		state: 'draining',
		blocked: 'HTTP 401',
		concurrency: 4,
		progress: [{
			task: 'a', turn: 3, tool: 'Edit', tokens: 12_345,
		}, {
			task: 'b', turn: 0, tool: null, tokens: 0,
		}],
		done: 5,
		failed: 1,
		spentUsd: 0.25,
		startedAtMs: Date.UTC(2026, 10, 20, 14, 3, 11),
	});
	t.deepEqual(readWorkerNote(storedText({
		state: 'asleep', concurrency: 'many', pid: -1, blocked: ['x'], progress: 'far', spent_usd: 'much',
	})), {
		host: null, pid: null, executor: null, model: null, workdir: null, state: null, blocked: null, concurrency: null, progress: [], done: null, failed: null, spentUsd: null, startedAtMs: null,
	});
	t.is(readWorkerNote(absent), null);
	t.is(readWorkerNote(storedText('idle')), null);
});

test('of a hostile note only as much is kept as a worker can have to say', t => {
	const long = 'x'.repeat(5000);
	const note = readWorkerNote(storedText({
		blocked: long, workdir: long, progress: [null, 7, {task: 'no turn'}, {turn: 1}, ...Array.from({length: 1000}, () => ({
			task: long, turn: 1, tool: long, tokens: 1e300,
		}))],
	}));
	t.is(note?.progress.length, 196);
	t.deepEqual([note?.blocked, note?.workdir, note?.progress[0]?.task, note?.progress[0]?.tool].map(text => text?.length), [512, 512, 512, 512]);
	t.is(note?.progress[0]?.tokens, 0);
});

test('why a task was set aside is its error, or whatever lies there', t => {
	t.is(readFailure(storedText({error: 'boom', attempts: 3}))?.toJSON(), 'boom');
	t.is(readFailure(storedText({last_error: 'boom'}))?.toJSON(), 'boom');
	t.is(readFailure(storedText('it broke'))?.toJSON(), 'it broke');
	t.is(readFailure(list)?.toJSON(), '');
	t.is(readFailure(absent), null);
});

test('whatever lies there, no reader throws', t => {
	fc.assert(fc.property(anyStoredValue, value => {
		for (const read of [readAmount, readAttempts, readContext, readFailure, readHeartbeat, readId, readWorkerNote]) {
			t.notThrows(() => read(value));
		}
	}), {numRuns: 2000});
});
