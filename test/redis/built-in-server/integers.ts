import test from 'ava';
import {
	addIntegers, greatestInteger, leastInteger, parseInteger, readCount,
} from '../../../source/redis/built-in-server/integers.js';

test('reads whole numbers of 64 bits, exactly', t => {
	t.is(parseInteger('0'), 0);
	t.is(parseInteger('-12'), -12);
	t.is(parseInteger('9007199254740991'), 9_007_199_254_740_991);
	t.is(parseInteger('9007199254740993'), 9_007_199_254_740_993n);
	t.is(parseInteger('9223372036854775807'), greatestInteger);
	t.is(parseInteger('-9223372036854775808'), leastInteger);
});

test('reads nothing else', t => {
	for (const text of ['', '-', '+1', '-0', '00', '01', ' 1', '1 ', '1.0', '1e3', '0x10', 'x', '1\0', 'Infinity', '9223372036854775808', '-9223372036854775809', '9'.repeat(30), '-0123']) {
		t.is(parseInteger(text), undefined, `<${text}>`);
	}
});

test('a count beyond what a number tells exactly becomes the nearest that it does', t => {
	t.is(readCount('9223372036854775807'), Number.MAX_SAFE_INTEGER);
	t.is(readCount('-9223372036854775808'), Number.MIN_SAFE_INTEGER);
	t.throws(() => readCount('x'), {message: 'ERR value is not an integer or out of range'});
});

test('adds up to 64 bits', t => {
	t.is(addIntegers(1, 2), 3);
	t.is(addIntegers(Number.MAX_SAFE_INTEGER, 2), 9_007_199_254_740_993n);
	t.is(addIntegers(9_007_199_254_740_993n, -2), Number.MAX_SAFE_INTEGER);
	t.is(addIntegers(greatestInteger, 1), undefined);
	t.is(addIntegers(-1, leastInteger), undefined);
	t.is(addIntegers(greatestInteger, leastInteger), -1);
});
