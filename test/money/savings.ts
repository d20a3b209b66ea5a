import test from 'ava';
import {savings, type Savings} from '../../source/money/savings.js';
import {
	addTally, emptyTally, tallyOf, type Tally, type TallyInput,
} from '../../source/money/tally.js';
import {savingsNote} from '../../source/text/savings-text.js';

const atMs = Date.parse('2026-11-20');
const against = {baseline: 'claude-sonnet-5-5', atMs};

const estimate = 'Estimate, not a bill: the same tokens at claude-sonnet-5-5 list prices of 2026-10-07';

const worked: TallyInput = {
	tokens: 20_700,
	costUsd: 0.012_225,
	usage: {
		input: 3600, output: 1200, cacheRead: 15_000, cacheWrite5m: 900, cacheWrite1h: 0,
	},
	model: 'claude-haiku-4-5',
	status: 'completed',
	simulated: false,
	atMs,
};

function noteOf(all: Savings): string {
	return String(savingsNote(all));
}

function sum(...findings: readonly TallyInput[]): Tally {
	let tally = emptyTally;
	for (const finding of findings) {
		tally = addTally(tally, tallyOf(finding));
	}

	return tally;
}

const five = sum(worked, worked, worked, worked, worked);

test('the worked example saves 46.7 percent against Sonnet 5.5', t => {
	const all = savings(five, against);
	const {savedPercent, tally, ...rest} = all;
	t.is(tally, five);
	t.is(savedPercent?.toFixed(1), '46.7');
	t.deepEqual(rest, {
		baseline: 'claude-sonnet-5-5',
		pricesOf: '2026-10-07',
		paidUsd: 0.061_125,
		wouldHavePaidUsd: 0.114_75,
		savedUsd: 0.053_625,
	});
	t.is(noteOf(all), `${estimate}.`);
});

for (const [baseline, costUsd, percent] of [
	['claude-sonnet-4-6', 0.012_225, '66.7'],
	['claude-sonnet-5-5', 0.001_222_5, '94.7'],
	['claude-haiku-4-5', 0.012_225, '0.0'],
] as const) {
	test(`paying $${costUsd} saves ${percent} percent against ${baseline}`, t => {
		const finding = {...worked, costUsd};
		const {savedPercent} = savings(sum(finding, finding, finding, finding, finding), {baseline, atMs});
		t.is(savedPercent?.toFixed(1), percent);
	});
}

test('findings of the protocol alone save half', t => {
	const foreign: TallyInput = {
		...worked, tokens: 300, costUsd: 0.0011, usage: null, model: null, status: 'completed', atMs: null,
	};
	const {savedUsd, savedPercent} = savings(sum(foreign, foreign, foreign, foreign, foreign), against);
	t.is(savedUsd, 0.0055);
	t.is(savedPercent, 50);
});

test('a loss is shown as a loss', t => {
	const {savedUsd, savedPercent} = savings(five, {baseline: 'claude-haiku-5-5', atMs});
	t.is(savedUsd, -0.055_012_5);
	t.is(savedPercent?.toFixed(0), '-900');
});

test('a failed attempt is paid and has no counterpart', t => {
	const tally = addTally(five, sum({...worked, status: 'failed'}));
	const all = savings(tally, against);
	const {paidUsd, wouldHavePaidUsd, savedUsd} = all;
	t.is(paidUsd, 0.073_35);
	t.is(wouldHavePaidUsd, 0.114_75);
	t.is(savedUsd, 0.0414);
	t.true(noteOf(all).endsWith('; 1 failed attempt ($0.0122) paid without a counterpart.'));

	const onlyFailed = savings(sum({...worked, status: 'failed'}), against);
	t.is(onlyFailed.savedUsd, -0.012_225);
	t.is(onlyFailed.savedPercent, null);
});

test('what cannot be split is in neither side, and the note says so', t => {
	const tally = addTally(five, sum(
		{...worked, usage: null, costUsd: 0.0207},
		{...worked, usage: null, costUsd: null},
		{...worked, simulated: true},
	));
	const all = savings(tally, against);
	t.deepEqual({...all, tally: five}, savings(five, against));
	t.is(all.tally.tokensWithoutSplit, 41_400);
	t.is(noteOf(all), `${estimate}; left out, because cost or token split is unknown: 2 findings ($0.0207, 41,400 tokens); left out: 1 simulated finding.`);
});

test('below five findings there is a sum but no percentage', t => {
	const all = savings(sum(worked, worked, worked, worked), against);
	const {savedUsd, savedPercent} = all;
	t.is(savedUsd, 0.0429);
	t.is(savedPercent, null);
	t.true(noteOf(all).endsWith('; no percentage below 5 findings.'));
});

test('five findings without a single token have no percentage', t => {
	const nothing = {...worked, costUsd: 0, usage: emptyTally.usage};
	const {wouldHavePaidUsd, savedPercent} = savings(sum(nothing, nothing, nothing, nothing, nothing), against);
	t.is(wouldHavePaidUsd, 0);
	t.is(savedPercent, null);
});

test('without a price of the baseline the saving is unknown, and what was paid is not', t => {
	const all = savings(five, {baseline: 'son\u001B[31mnet', atMs});
	const {tally: _, ...rest} = all;
	t.deepEqual(rest, {
		baseline: 'son\u001B[31mnet', pricesOf: null, paidUsd: 0.061_125, wouldHavePaidUsd: null, savedUsd: null, savedPercent: null,
	});
	t.is(noteOf(all), 'Unknown: no list price of sonnet is known.');
});

test('without anything to compare the saving is unknown, not zero', t => {
	const all = savings(sum({...worked, usage: null}), against);
	const {wouldHavePaidUsd, savedUsd} = all;
	t.is(wouldHavePaidUsd, null);
	t.is(savedUsd, null);
	t.is(noteOf(all), 'Unknown: no finding yet to compare at claude-sonnet-5-5 list prices of 2026-10-07; left out, because cost or token split is unknown: 1 finding ($0.0122, 20,700 tokens).');
	t.is(savings(emptyTally, against).savedUsd, null);
});

test('the price of the baseline is dated by the day it came into force, or by its last check where that is not known', t => {
	t.is(savings(five, {...against, atMs: Date.parse('2026-10-01')}).pricesOf, '2026-09-28');
	t.is(savings(five, {...against, baseline: 'claude-opus-4-6'}).pricesOf, '2026-11-19');
});

test('a baseline with a tier for long prompts is taken at its lower rates', t => {
	const long = {...worked, usage: {...emptyTally.usage, input: 150_000}};
	t.is(savings(sum(long), {baseline: 'claude-haiku-5-5', atMs}).wouldHavePaidUsd, 0.015);
});
