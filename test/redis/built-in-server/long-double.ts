import test from 'ava';
import {addLongDoubles, formatLongDouble, parseLongDouble} from '../../../source/redis/built-in-server/long-double.js';

/** What `INCRBYFLOAT` answers. `undefined`: an error. */
function sum(one: string, other: string): string | undefined {
	const a = parseLongDouble(one);
	const b = parseLongDouble(other);
	const result = a && b && addLongDoubles(a, b);
	return result && formatLongDouble(result);
}

test('adds as Redis does', t => {
	// Answers of Redis 7.0.15 on x86-64.
	for (const [one, other, expected] of [
		['0.1', '0.2', '0.3'],
		['3.0e3', '200', '3200'],
		['10.50', '0.1', '10.6'],
		['5.0e3', '-2.0e2', '4800'],
		['-0.0', '0', '0'],
		['0', '-0.000000000000000001', '0'],
		['0', '-0.00000000000000001', '-0.00000000000000001'],
		['0x1.8p3', '.5', '12.5'],
		['18446744073709551615', '0', '18446744073709551615'],
		// The even one of two, twice.
		['18446744073709551616', '1', '18446744073709551616'],
		['18446744073709551616', '3', '18446744073709551620'],
		['100.1', '0.1', '100.2'],
		['0', '123456789.123456789123456789', '123456789.12345678912242875'],
		['1e-4950', '1', '1'],
		['0x1p-16445', '0', '0'],
	] as const) {
		t.is(sum(one, other), expected, `${one} + ${other}`);
	}

	t.is(sum('1e4932', '0')?.length, 4933);
});

test('what is infinite cannot be added, but read', t => {
	t.is(parseLongDouble('-Infinity'), 'infinite');
	t.is(sum('inf', '1'), undefined);
	t.is(sum('1.18973149535723176502e4932', '1.18973149535723176502e4932'), undefined);
});

test('reads only what C reads', t => {
	for (const text of ['', '-', '.', ' 1', '1 ', '1\0', '1e', '1e+', '0x', '0x1p', 'nan', '1_', '1e5000', '-1e5000', '1e-5000', '0x1p16384', '0x1p-16446', '1'.repeat(5120), `1e${'9'.repeat(400)}`]) {
		t.is(parseLongDouble(text), undefined, `<${text.slice(0, 20)}>`);
	}

	for (const text of ['1.', '.5', '+5', '00001', '1E5', '0X.8P-2', '0e99999999999', `0.${'0'.repeat(5000)}1e5001`, '0x1p-16445', '3.7e-4951']) {
		t.not(parseLongDouble(text), undefined, `<${text.slice(0, 20)}>`);
	}
});
