import test from 'ava';
import fc from 'fast-check';
import {
	isRecord, readCount, readList, readNumber, readString,
} from '../../source/protocol/lenient-values.js';
import {anyValue} from './_any.js';

test('numbers are read as half the writers write them', t => {
	for (const [value, number] of [
		[0, 0],
		[0.0023, 0.0023],
		[300, 300],
		['0.0023', 0.0023],
		['$0.0023', 0.0023],
		['$ 5', 5],
		['€5', 5],
		['5 €', 5],
		['0.01 USD', 0.01],
		['~3', 3],
		['1,234', 1234],
		['1,234,567.5', 1_234_567.5],
		['$1,234.50', 1234.5],
		['1_000', 1000],
		['1 000', 1000],
		['1000000', 1_000_000],
		['300 tokens', 300],
		['1 token', 1],
		['1e-5', 1e-5],
		['2.5E3', 2500],
		['.5', 0.5],
		['5.', 5],
		[' 7 ', 7],
		['007', 7],
	] as const) {
		t.is(readNumber(value), number, `${value}`);
	}
});

test('what is no number is nothing, and never a wrong number', t => {
	for (const value of [
		'',
		' ',
		'abc',
		'-1',
		-1,
		'1.2.3',
		'1.234,56',
		'0,0023',
		'0,002',
		'1,5',
		'12,34',
		'1,2345',
		',5',
		'1,',
		'0x10',
		'٣',
		'NaN',
		'Infinity',
		'1e400',
		'5 apples',
		'$',
		'1'.repeat(65),
		Number.NaN,
		Number.POSITIVE_INFINITY,
		null,
		undefined,
		true,
		{},
		[1],
	]) {
		t.is(readNumber(value), null, `${JSON.stringify(value)}`);
	}
});

test('counts are whole', t => {
	t.is(readCount('1,234'), 1234);
	t.is(readCount(1.6), 2);
	t.is(readCount(0), 0);
	t.is(readCount(1e300), null);
	t.is(readCount('many'), null);
});

test('texts are texts that are not empty, and numbers', t => {
	t.is(readString('x'), 'x');
	t.is(readString(7), '7');
	for (const value of ['', null, undefined, true, {}, []]) {
		t.is(readString(value), null);
	}
});

test('lists are lists, JSON lists in a text, or texts with commas', t => {
	t.deepEqual(readList(['a', 1, null, {}, '', 'b']), ['a', '1', 'b']);
	t.deepEqual(readList('a, b\nc'), ['a', 'b', 'c']);
	t.deepEqual(readList('["a","b"]'), ['a', 'b']);
	t.deepEqual(readList('[a'), ['[a']);
	t.deepEqual(readList(''), []);
	t.is(readList(Array.from({length: 5000}, () => 'x')).length, 1000);
	for (const value of [null, undefined, 7, true, {}]) {
		t.deepEqual(readList(value), []);
	}
});

test('records are objects with fields', t => {
	t.true(isRecord({}));
	for (const value of [null, [], 'x', 1, undefined]) {
		t.false(isRecord(value));
	}
});

test('readers of scalars never throw, and keep to their word', t => {
	fc.assert(fc.property(anyValue, value => {
		const number = readNumber(value);
		const count = readCount(value);
		t.true(number === null || (Number.isFinite(number) && number >= 0));
		t.true(count === null || (Number.isSafeInteger(count) && count >= 0));
		t.not(readString(value), '');
		t.true(readList(value).every(item => typeof item === 'string' && item !== ''));
	}), {numRuns: 1000});
});
