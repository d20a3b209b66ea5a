import test from 'ava';
import fc from 'fast-check';
import {
	addTally, emptyTally, tallyOf, type Tally, type TallyInput,
} from '../../source/money/tally.js';
import type {Usage} from '../../source/protocol/usage.js';

const usage: Usage = {
	input: 3600, output: 1200, cacheRead: 15_000, cacheWrite5m: 900, cacheWrite1h: 7,
};

const ours: TallyInput = {
	tokens: 20_707, costUsd: 0.012_225, usage, model: 'claude-haiku-4-5', status: 'completed', simulated: false, atMs: Date.parse('2026-11-20'),
};

const foreign: TallyInput = {
	tokens: 300, costUsd: 0.0011, usage: null, model: null, status: 'completed', simulated: false, atMs: null,
};

const foreignTally: Tally = {
	...emptyTally, findings: 1, nanoUsd: 1_100_000, usage: {...emptyTally.usage, input: 100, output: 200},
};

test('a finding with a usage is compared by its classes', t => {
	t.deepEqual(tallyOf(ours), {
		...emptyTally, findings: 1, nanoUsd: 12_225_000, usage,
	});
});

test('a finding without usage is split where its cost follows the protocol', t => {
	t.deepEqual(tallyOf(foreign), foreignTally);
});

test('a named model is split only where its list price is the protocol\'s', t => {
	const atMs = Date.parse('2026-11-20');
	const withoutSplit = {
		...emptyTally, findingsWithoutSplit: 1, tokensWithoutSplit: 300, nanoUsdWithoutSplit: 1_100_000,
	};
	t.deepEqual(tallyOf({...foreign, model: 'claude-haiku-4-5-20251001', atMs}), foreignTally);
	t.deepEqual(tallyOf({...foreign, model: 'claude-sonnet-5-5', atMs}), withoutSplit);
	t.deepEqual(tallyOf({...foreign, model: 'haiku', atMs}), withoutSplit);
	t.deepEqual(tallyOf({...foreign, model: 'claude-haiku-4-5'}), withoutSplit);
});

test('what cannot be split is counted apart, with what is known of it', t => {
	t.deepEqual(tallyOf({...foreign, costUsd: 0.0003}), {
		...emptyTally, findingsWithoutSplit: 1, tokensWithoutSplit: 300, nanoUsdWithoutSplit: 300_000,
	});
	t.deepEqual(tallyOf({...foreign, costUsd: null}), {...emptyTally, findingsWithoutSplit: 1, tokensWithoutSplit: 300});
	t.deepEqual(tallyOf({...foreign, tokens: null}), {...emptyTally, findingsWithoutSplit: 1, nanoUsdWithoutSplit: 1_100_000});
	t.deepEqual(tallyOf({...ours, costUsd: null}), {...emptyTally, findingsWithoutSplit: 1, tokensWithoutSplit: 20_707});
	t.deepEqual(tallyOf({...ours, costUsd: null, status: 'failed'}), {...emptyTally, findingsWithoutSplit: 1, tokensWithoutSplit: 20_707});
});

for (const status of ['failed', 'denied'] as const) {
	test(`an attempt that was ${status} is only a cost`, t => {
		const failed = {...emptyTally, failedFindings: 1, failedNanoUsd: 12_225_000};
		t.deepEqual(tallyOf({...ours, status}), failed);
		t.deepEqual(tallyOf({...ours, status, usage: null}), failed);
	});
}

test('a simulated finding is only counted', t => {
	t.deepEqual(tallyOf({...ours, simulated: true}), {...emptyTally, simulatedFindings: 1});
	t.deepEqual(tallyOf({...ours, simulated: true, status: 'failed'}), {...emptyTally, simulatedFindings: 1});
});

const anything = fc.option(fc.oneof(fc.nat({max: 1_000_000}), fc.double()));
const count = fc.oneof({weight: 9, arbitrary: fc.nat({max: 1_000_000})}, {weight: 1, arbitrary: fc.double()});
const findings: fc.Arbitrary<TallyInput> = fc.record({
	tokens: anything,
	costUsd: fc.oneof(anything, fc.nat({max: 1_000_000}).map(microUsd => microUsd / 1e6)),
	usage: fc.option(fc.record({
		input: count, output: count, cacheRead: count, cacheWrite5m: count, cacheWrite1h: count,
	})),
	model: fc.constantFrom(null, 'haiku', 'claude-haiku-4-5'),
	status: fc.constantFrom('completed', 'failed', 'denied'),
	simulated: fc.boolean(),
	atMs: anything,
});

test('whatever a finding says, its tally is of whole numbers from 0 up and counts it once', t => {
	fc.assert(fc.property(findings, finding => {
		const {usage: classes, ...sums} = tallyOf(finding);
		t.true([...Object.values(classes), ...Object.values(sums)].every(sum => Number.isSafeInteger(sum) && sum >= 0));
		t.is(sums.findings + sums.failedFindings + sums.findingsWithoutSplit + sums.simulatedFindings, 1);
	}));
});

// A finding of millions of dollars or of 10^15 tokens is accepted, but a few of them leave the range of exact numbers.
const plausible = findings
	.map(finding => addTally(emptyTally, tallyOf(finding)))
	.filter(({usage: classes, ...sums}) => [...Object.values(classes), ...Object.values(sums)].every(sum => sum < 1e15));

test('tallies add up in any order, and what is taken out again leaves no trace', t => {
	fc.assert(fc.property(plausible, plausible, plausible, (a, b, c) => {
		t.deepEqual(addTally(a, emptyTally), a);
		t.deepEqual(addTally(a, b), addTally(b, a));
		t.deepEqual(addTally(addTally(a, b), c), addTally(a, addTally(b, c)));
		t.deepEqual(addTally(addTally(a, b), b, -1), a);
		t.deepEqual(addTally(a, a, -1), emptyTally);
	}));
});

test('every sum of a tally is added', t => {
	const full: Tally = {
		findings: 1, nanoUsd: 2, usage: {
			input: 3, output: 4, cacheRead: 5, cacheWrite5m: 6, cacheWrite1h: 7,
		}, failedFindings: 8, failedNanoUsd: 9, findingsWithoutSplit: 10, tokensWithoutSplit: 11, nanoUsdWithoutSplit: 12, simulatedFindings: 13,
	};
	t.deepEqual(addTally(full, full), {
		findings: 2, nanoUsd: 4, usage: {
			input: 6, output: 8, cacheRead: 10, cacheWrite5m: 12, cacheWrite1h: 14,
		}, failedFindings: 16, failedNanoUsd: 18, findingsWithoutSplit: 20, tokensWithoutSplit: 22, nanoUsdWithoutSplit: 24, simulatedFindings: 26,
	});
});
