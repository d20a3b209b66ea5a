import process from 'node:process';
import test from 'ava';
import {
	formatAge, formatBrief, formatBytes, formatClock, formatCount, formatMoment, formatUsd,
} from '../../source/text/format-numbers.js';

process.env.TZ = 'America/St_Johns';

test('spans of time have two parts at most', t => {
	for (const [ms, text] of [
		[-5, '0s'],
		[0, '0s'],
		[999, '0s'],
		[41_999, '41s'],
		[60_000, '1m 0s'],
		[192_000, '3m 12s'],
		[3_599_999, '59m 59s'],
		[3_600_000, '1h 0m'],
		[7_500_000, '2h 5m'],
		[86_400_000, '1d 0h'],
		[356_400_000, '4d 3h'],
	] as const) {
		t.is(String(formatAge(ms)), text);
	}
});

test('dollars have as many digits as tell something', t => {
	for (const [usd, text] of [
		[null, '?'],
		[0, '$0.00'],
		[0.000_011, '$0.000011'],
		[0.0023, '$0.0023'],
		[0.5, '$0.5000'],
		[0.0231, '$0.0231'],
		[1.25, '$1.25'],
		[12.3456, '$12.35'],
		[1234.5, '$1,235'],
		[-0.0231, '-$0.0231'],
		[1e6, '$1,000,000'],
	] as const) {
		t.is(String(formatUsd(usd)), text);
	}
});

test('counts are full up to five digits, then compact', t => {
	for (const [count, text] of [[0, '0'], [999, '999'], [12_345, '12,345'], [99_999, '99,999'], [100_000, '100k'], [1_234_567, '1.2M']] as const) {
		t.is(String(formatCount(count)), text);
	}
});

test('where there is little room counts are compact from a thousand on', t => {
	for (const [count, text] of [[0, '0'], [812, '812'], [12_345, '12.3k'], [1_234_567, '1.2M']] as const) {
		t.is(String(formatBrief(count)), text);
	}
});

test('bytes are in powers of 1024', t => {
	for (const [bytes, text] of [[0, '0 B'], [812, '812 B'], [1024, '1.0 KiB'], [1536, '1.5 KiB'], [5_242_880, '5.0 MiB'], [2 ** 41, '2048.0 GiB']] as const) {
		t.is(String(formatBytes(bytes)), text);
	}
});

test('moments are in the zone of this machine', t => {
	const atMs = new Date(2026, 0, 2, 3, 4, 5).getTime();
	t.is(String(formatClock(atMs)), '03:04:05');
	t.is(String(formatMoment(atMs)), '2026-01-02 03:04:05');
});
