import test from 'ava';
import {fingerprint, FingerprintIndex} from '../../source/store/fingerprint-index.js';

const count = 100_000;

test('a hundred thousand ids are found again, and no others', t => {
	const prints: Array<ReturnType<typeof fingerprint>> = [];
	const index = new FingerprintIndex(
		(record, low, high) => prints[record]?.low === low && prints[record].high === high,
		record => prints[record]?.low ?? 0,
	);
	for (let number = 0; number < count; number++) {
		const print = fingerprint(`finding_${number.toString(16).padStart(8, '0')}`);
		t.is(index.lookUp(print.low, print.high), -1);
		prints.push(print);
		index.insert(print.low, number);
	}

	const wrong = prints.filter(({low, high}, number) => index.lookUp(low, high) !== number);
	t.deepEqual(wrong, []);
	for (let number = 0; number < count; number++) {
		const {low, high} = fingerprint(`other_${number}`);
		t.is(index.lookUp(low, high), -1);
	}
});

test('texts that differ a little have other fingerprints', t => {
	const texts = new Set(['', ' ', 'a', 'b', 'ab', 'ba', 'aa', '日', '\u0000', '\u0000\u0000']);
	for (let number = 0; number < count; number++) {
		texts.add(`${number}`).add(`finding_${number}`).add(`${number}`.padStart(20, '0'));
	}

	t.is(new Set([...texts].map(text => `${fingerprint(text).low} ${fingerprint(text).high}`)).size, texts.size);
});

test('either half of a fingerprint alone spreads evenly', t => {
	for (const half of ['low', 'high'] as const) {
		const buckets = new Uint32Array(256);
		for (let number = 0; number < count; number++) {
			buckets[fingerprint(`finding_${number}`)[half] & 255]!++;
		}

		// 390 in each; six standard deviations are 118.
		t.true(Math.min(...buckets) > 270 && Math.max(...buckets) < 510);
	}
});

test('records whose fingerprints share a half are told apart', t => {
	const prints = [{low: 7, high: 1}, {low: 7, high: 2}, {low: 7, high: 3}];
	const index = new FingerprintIndex(
		(record, low, high) => prints[record]?.low === low && prints[record].high === high,
		record => prints[record]?.low ?? 0,
	);
	for (const [record, {low}] of prints.entries()) {
		index.insert(low, record);
	}

	t.deepEqual(prints.map(({low, high}) => index.lookUp(low, high)), [0, 1, 2]);
	t.is(index.lookUp(7, 4), -1);
});
