import process from 'node:process';
import test from 'ava';
import fc from 'fast-check';
import {formatTime, readTime} from '../../source/protocol/times.js';
import {anyValue} from './_any.js';

// Where the tests run, local time may be UTC.
process.env.TZ = 'America/St_Johns';

const utc = Date.UTC(2026, 10, 20, 14, 3, 11);
const local = new Date(2026, 10, 20, 14, 3, 11).getTime();

test('a time with a zone is that moment', t => {
	for (const [text, atMs] of [
		['2026-11-20T14:03:11Z', utc],
		['2026-11-20t14:03:11z', utc],
		['2026-11-20 14:03:11Z', utc],
		['2026-11-20T14:03:11 Z', utc],
		['2026-11-20T14:03:11+00:00', utc],
		['2026-11-20T14:03:11 +00:00', utc],
		['2026-11-20T15:03:11+01:00', utc],
		['2026-11-20 15:03:11 +01:00', utc],
		['2026-11-20T15:03:11+0100', utc],
		['2026-11-20T09:33:11-04:30', utc],
		['2026-11-20T14:03:11.482Z', utc + 482],
		['2026-11-20T14:03:11.482913Z', utc + 482],
		['2026-11-20T14:03:11.482913482+00:00', utc + 482],
		['2026-11-20T14:03:11,482Z', utc + 482],
		['2026-11-20T14:03Z', utc - 11_000],
		['  2026-11-20T14:03:11Z\n', utc],
	] as const) {
		t.deepEqual(readTime(text), {atMs, zoned: true}, `${text}`);
	}
});

test('the tests can tell local time from UTC', t => {
	t.not(local, utc);
});

test('a time without a zone is read as local time, and says so', t => {
	for (const [text, atMs] of [
		['2026-11-20T14:03:11', local],
		['2026-11-20 14:03:11', local],
		['2026-11-20T14:03:11.482913', local + 482],
		['2026-11-20T14:03', local - 11_000],
		['2026-11-20', new Date(2026, 10, 20).getTime()],
	] as const) {
		t.deepEqual(readTime(text), {atMs, zoned: false}, `${text}`);
	}
});

test('numbers are seconds or milliseconds since the epoch, as number or text', t => {
	for (const value of [1_763_647_391, 1_763_647_391_000, '1763647391', '1763647391000', '1763647391.0']) {
		t.deepEqual(readTime(value), {atMs: 1_763_647_391_000, zoned: true});
	}

	t.deepEqual(readTime(1_763_647_391.482_913), {atMs: 1_763_647_391_483, zoned: true});
});

test('what is no time is nothing', t => {
	for (const value of [
		'',
		'now',
		'-1',
		'0',
		'14:03',
		'2026-13-01',
		'2026-11-20T25:00:00',
		'20.11.2026',
		'Fri Nov 20 2026',
		'2026-11-20T',
		'1763647391482913',
		0,
		-1,
		Number.NaN,
		Number.POSITIVE_INFINITY,
		1e300,
		null,
		undefined,
		true,
		{},
		[],
		'2026-11-20T14:03:11Z'.padEnd(70),
	]) {
		t.is(readTime(value), null);
	}
});

test('whatever comes, a time is a whole, finite number of milliseconds', t => {
	fc.assert(fc.property(anyValue, value => {
		const time = readTime(value);
		t.true(time === null || Number.isSafeInteger(time.atMs));
	}));
});

test('what we write is UTC with an offset, and is read again', t => {
	t.is(formatTime(utc + 482), '2026-11-20T14:03:11.482+00:00');
	fc.assert(fc.property(fc.date({min: new Date(0), max: new Date(4e12), noInvalidDate: true}), date => {
		t.deepEqual(readTime(formatTime(date.getTime())), {atMs: date.getTime(), zoned: true});
	}));
});
