import test from 'ava';
import {CompactFindings} from '../../source/store/compact-findings.js';
import {makeFinding, startMs} from './_make.js';

const usage = {
	input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5,
};
const hourMs = 3_600_000;

test('an entry is what the finding said, to the hour', t => {
	const ledger = new CompactFindings();
	const {before, after} = ledger.put(makeFinding('a', {usage, model: 'm', atMs: startMs + 1234}), false);
	t.is(before, null);
	t.deepEqual(after, {
		workerId: 'haiku_001', model: 'm', atMs: startMs, tokens: 300, costUsd: 0.0011, usage, status: 'completed', simulated: false, malformed: false,
	});
	t.is(after.atMs === null ? 0 : after.atMs % hourMs, 0);
});

test('what is not said stays unknown', t => {
	const {after} = new CompactFindings().put(makeFinding('a', {
		workerId: null, atMs: null, tokens: null, costUsd: null, malformed: 'empty',
	}), false);
	t.deepEqual(after, {
		workerId: null, model: null, atMs: null, tokens: null, costUsd: null, usage: null, status: 'completed', simulated: false, malformed: true,
	});
});

test('an overwritten entry tells what it was, in every column', t => {
	const ledger = new CompactFindings();
	const first = ledger.put(makeFinding('a', {usage, model: 'm', status: 'denied'}), false).after;
	t.is(first.status, 'failed');
	const second = ledger.put(makeFinding('a', {simulated: true, workerId: null}), false);
	t.deepEqual(second.before, first);
	t.is(second.after.usage, null);
	t.deepEqual(ledger.remove('a'), second.after);
	t.is(ledger.remove('a'), null);
	t.false(ledger.has('a'));
	t.is(ledger.put(makeFinding('a'), false).before, null);
	t.true(ledger.has('a'));
});

test('numbers too large for their column are unknown, not wrong', t => {
	const {after} = new CompactFindings().put(makeFinding('a', {tokens: 2 ** 40, usage: {...usage, input: 2 ** 40}, atMs: -5}), false);
	t.is(after.tokens, null);
	t.is(after.atMs, null);
	t.is(after.usage?.input, 0xFF_FF_FF_FE);
});

test('a scan takes out what it does not mention, beyond 256 scans too', t => {
	const ledger = new CompactFindings();
	for (let round = 0; round < 300; round++) {
		ledger.put(makeFinding('stays'), false);
		ledger.put(makeFinding('goes'), false);
		ledger.put(makeFinding('heard'), true);
		ledger.beginScan();
		ledger.put(makeFinding('stays'), false);
		t.is(ledger.endScan().length, 1);
		t.deepEqual([ledger.has('stays'), ledger.has('goes'), ledger.has('heard')], [true, false, true]);
	}
});

test('more workers and models than there are numbers for share the last one', t => {
	const ledger = new CompactFindings();
	for (let number = 0; number < 300; number++) {
		ledger.put(makeFinding(`f${number}`, {model: `model ${number}`}), false);
	}

	t.is(ledger.put(makeFinding('x', {model: 'model 299'}), false).after.model, '(others)');
	t.is(ledger.put(makeFinding('y', {model: 'model 3'}), false).after.model, 'model 3');
});
