import test from 'ava';
import {parseUsd} from '../../source/money/parse-usd.js';

test('dollars are parsed as people type them', t => {
	t.deepEqual(['5', '0.25', '.5', '5.', '$5', ' $ 0.25 ', '0', '999999999'].map(text => parseUsd(text)), [5, 0.25, 0.5, 5, 5, 0.25, 0, 999_999_999]);
});

test('everything else is rejected', t => {
	for (const text of ['', ' ', '$', '-1', '+1', '1,000', '1e3', '0x10', '1.2.3', '5 USD', 'NaN', 'Infinity', '1000000000', '9'.repeat(400), ` ${'0'.repeat(100_000)}x`]) {
		t.is(parseUsd(text), null, `${text.slice(0, 20)}`);
	}
});
