import test from 'ava';
import type {Entry} from '../../source/store/compact-findings.js';
import {SpendTotals} from '../../source/store/spend-totals.js';
import {startMs} from './_make.js';

const hourMs = 3_600_000;
const minuteMs = 60_000;
const entry: Entry = {
	workerId: 'w', model: 'm', atMs: startMs, tokens: 100, costUsd: 0.1, usage: null, status: 'completed', simulated: false, malformed: false,
};

test('nothing paid is no rate', t => {
	const book = new SpendTotals();
	t.is(book.burnUsdPerHour(startMs), null);
	book.paid(0, startMs, startMs);
	t.is(book.burnUsdPerHour(startMs), null);
});

test('the rate is over the time since the first payment, ten minutes to an hour', t => {
	const book = new SpendTotals();
	book.paid(1, startMs, startMs);
	t.is(book.burnUsdPerHour(startMs), 6);
	t.is(book.burnUsdPerHour(startMs + (30 * minuteMs)), 2);
	book.paid(1, startMs + (30 * minuteMs), startMs + (30 * minuteMs));
	t.is(book.burnUsdPerHour(startMs + hourMs), 2);
	t.is(book.burnUsdPerHour(startMs + hourMs + (10 * minuteMs)), 1.5);
	t.is(book.burnUsdPerHour(startMs + (3 * hourMs)), null);
});

test('what was paid long ago or is to be paid in future is no present rate', t => {
	const book = new SpendTotals();
	book.paid(5, startMs - (2 * hourMs), startMs);
	book.paid(5, startMs + (2 * hourMs), startMs);
	t.is(book.burnUsdPerHour(startMs), null);
});

test('spending is added up by model, dearest first, and by hour, oldest first', t => {
	const book = new SpendTotals();
	book.add(entry, 1, startMs);
	book.add({...entry, model: null, atMs: startMs - hourMs}, 1, startMs);
	book.add({...entry, costUsd: 0.5, model: null}, 1, startMs);
	t.deepEqual(book.byModel(), [
		{
			name: '(model not named)', findings: 2, tokens: 200, costUsd: 0.6,
		},
		{
			name: 'm', findings: 1, tokens: 100, costUsd: 0.1,
		},
	]);
	t.deepEqual(book.byHour(startMs).map(({name, costUsd}) => [name, costUsd]), [['2026-11-20T11:00:00.000+00:00', 0.1], ['2026-11-20T12:00:00.000+00:00', 0.6]]);
});

test('what is taken out leaves nothing, however late', t => {
	const book = new SpendTotals();
	const ahead = {...entry, atMs: startMs + (3 * hourMs)};
	book.add(entry, 1, startMs);
	book.add(ahead, 1, startMs);
	t.deepEqual(book.byHour(startMs).map(({findings}) => findings), [1]);
	t.deepEqual(book.byHour(startMs + (4 * hourMs)).map(({findings}) => findings), [1, 1]);
	const laterMs = startMs + (40 * 24 * hourMs);
	book.add(entry, -1, laterMs);
	book.add(ahead, -1, laterMs);
	t.deepEqual(book.byHour(laterMs), []);
	t.deepEqual(book.byModel(), []);
});

test('what is simulated or malformed was not paid, and what has no known or no near time is in no hour', t => {
	const book = new SpendTotals();
	book.add({...entry, simulated: true}, 1, startMs);
	book.add({...entry, malformed: true}, 1, startMs);
	t.deepEqual(book.byModel(), []);
	for (const atMs of [null, startMs - (100 * 24 * hourMs), startMs + (1000 * 24 * hourMs)]) {
		book.add({...entry, atMs}, 1, startMs);
	}

	t.is(book.byModel()[0]?.findings, 3);
	t.deepEqual(book.byHour(startMs + (2000 * 24 * hourMs)), []);
});

test('the last 48 hours that have any are shown', t => {
	const book = new SpendTotals();
	for (let hour = 0; hour < 100; hour++) {
		book.add({...entry, atMs: startMs - (hour * hourMs)}, 1, startMs);
	}

	const hours = book.byHour(startMs);
	t.is(hours.length, 48);
	t.is(hours.at(-1)?.name, '2026-11-20T12:00:00.000+00:00');
});
