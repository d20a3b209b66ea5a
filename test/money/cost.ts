import test from 'ava';
import {costAt, costOf} from '../../source/money/cost.js';
import {priceOf, type Price} from '../../source/money/prices.js';
import {promptTokens, totalTokens, type Usage} from '../../source/protocol/usage.js';
import {protocolCostUsd} from './_protocol-cost.js';

const now = Date.parse('2026-11-20');

function price(model: string): Price {
	const found = priceOf(model, now);
	if (found === null) {
		throw new Error(`no price of ${model}`);
	}

	return found;
}

const small: Usage = {
	input: 1200, output: 42, cacheRead: 5000, cacheWrite5m: 300, cacheWrite1h: 0,
};
const worked: Usage = {
	input: 3600, output: 1200, cacheRead: 15_000, cacheWrite5m: 900, cacheWrite1h: 0,
};

test('tokens of a usage add up', t => {
	const each = {
		input: 1, output: 20, cacheRead: 300, cacheWrite5m: 4000, cacheWrite1h: 50_000,
	};
	t.is(promptTokens(each), 54_301);
	t.is(totalTokens(each), 54_321);
});

for (const [model, usage, usd] of [
	['claude-haiku-4-5', small, 0.002_285],
	['claude-haiku-5-5', small, 0.000_228_5],
	['claude-haiku-4-5', worked, 0.012_225],
	['claude-haiku-5-5', worked, 0.001_222_5],
	['claude-sonnet-5-5', worked, 0.022_95],
	['claude-sonnet-4-6', worked, 0.036_675],
	['claude-opus-5-5', worked, 0.0459],
] as const) {
	test(`${totalTokens(usage)} tokens of ${model} cost exactly $${usd}`, t => {
		t.is(costOf(usage, price(model)), usd);
	});
}

test('what was written to the cache for an hour has its own rate', t => {
	t.is(costAt({...small, cacheWrite5m: 0, cacheWrite1h: 300}, price('claude-haiku-4-5').rates), 0.002_51);
});

test('a prompt above 100,000 tokens puts the whole request in the higher tier, answer included', t => {
	const haiku = price('claude-haiku-5-5');
	const atLimit: Usage = {
		input: 40_000, output: 1000, cacheRead: 50_000, cacheWrite5m: 6000, cacheWrite1h: 4000,
	};
	t.is(costOf(atLimit, haiku), 0.006_55);
	t.is(costOf({...atLimit, input: 40_001}, haiku), 0.032_750_5);
	t.is(costOf({...atLimit, cacheRead: 50_001}, haiku), 0.032_750_05);
	t.is(costOf({...atLimit, cacheWrite5m: 6001}, haiku), 0.032_750_625);
	t.is(costOf({...atLimit, cacheWrite1h: 4001}, haiku), 0.032_751);

	t.is(costOf({...atLimit, output: 200_000}, haiku), 0.106_05);
});

test('the protocol charges at its own rates', t => {
	t.is(protocolCostUsd(100, 200), 0.0011);
	t.is(protocolCostUsd(3600, 1200), 0.0096);
	t.is(protocolCostUsd(19_500, 1200), 0.0255);
	t.is(protocolCostUsd(0, 0), 0);
});
