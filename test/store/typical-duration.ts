import test from 'ava';
import {TypicalDuration} from '../../source/store/typical-duration.js';

test('before five durations are known nothing is slow', t => {
	const typical = new TypicalDuration();
	for (let number = 0; number < 4; number++) {
		typical.add(100_000);
	}

	t.is(typical.slowAfterMs, Number.POSITIVE_INFINITY);
	typical.add(100_000);
	t.is(typical.slowAfterMs, 300_000);
});

test('slow is three times the median, but at least thirty seconds', t => {
	const typical = new TypicalDuration();
	for (const durationMs of [1, 2, 20_000, 1_000_000, 2_000_000]) {
		typical.add(durationMs);
	}

	t.is(typical.slowAfterMs, 60_000);
	const quick = new TypicalDuration();
	for (let number = 0; number < 5; number++) {
		quick.add(10);
	}

	t.is(quick.slowAfterMs, 30_000);
});

test('only the last fifty durations count', t => {
	const typical = new TypicalDuration();
	for (let number = 0; number < 100; number++) {
		typical.add(number < 50 ? 1_000_000 : 20_000);
	}

	t.is(typical.slowAfterMs, 60_000);
});
