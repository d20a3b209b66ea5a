import test from 'ava';
import {priceOf, prices, pricesCheckedOn} from '../../source/money/prices.js';

const now = Date.parse('2026-11-20T12:00:00Z');

test('a model is known by its id, with and without the date of a snapshot', t => {
	const price = priceOf('claude-haiku-4-5', now);
	t.deepEqual(price?.rates, {
		input: 1, output: 5, cacheRead: 0.1, cacheWrite5m: 1.25, cacheWrite1h: 2,
	});
	t.is(priceOf('claude-haiku-4-5-20251001', now), price);
	t.is(priceOf('claude-sonnet-4-5-20250929', now)?.rates.input, 3);
	t.is(priceOf('claude-opus-4-5-20251101', now)?.rates.cacheRead, 0.5);
	t.is(priceOf('claude-3-5-haiku-20241022', now)?.retired, '2026-02-19');
});

for (const unknown of [
	'',
	'haiku',
	'sonnet',
	'opus',
	'claude-haiku',
	'claude-haiku-4',
	'claude-haiku-4-5-2025',
	'claude-haiku-4-5-20259999',
	'claude-haiku-4-5-latest',
	'Claude-Haiku-4-5',
	' claude-haiku-4-5',
	'claude-haiku-4-5-20251001-20251001',
	'gpt-5',
	'__proto__',
]) {
	test(`no price is guessed for ${JSON.stringify(unknown)}`, t => {
		t.is(priceOf(unknown, now), null);
	});
}

test('the price is the one in force on the day', t => {
	const readPrice = (time: string) => priceOf('claude-sonnet-5-5', Date.parse(time))?.rates.cacheRead;
	t.is(readPrice('2026-09-27T23:59:59.999Z'), undefined);
	t.is(readPrice('2026-09-28T00:00:00Z'), 0.2);
	t.is(readPrice('2026-10-06T23:59:59.999Z'), 0.2);
	t.is(readPrice('2026-10-07T00:00:00Z'), 0.1);
	t.is(priceOf('claude-sonnet-5-5', now)?.since, '2026-10-07');
	t.is(priceOf('claude-haiku-5-5', Date.parse('2026-10-06')), null);
	t.is(priceOf('claude-sonnet-5-5', Number.NaN), null);
});

test('a retired model keeps its last price, and one whose first day is unknown has it at any time', t => {
	t.is(priceOf('claude-opus-4-0', now)?.rates.output, 75);
	t.is(priceOf('claude-opus-4-6', 0)?.rates.input, 5);
});

for (const {model, since, rates, longPrompt, source, checkedOn} of prices) {
	test(`the row of ${model} since ${since ?? 'ever'} is complete and follows the multiples of the list`, t => {
		t.true(source.length > 20);
		t.regex(checkedOn, /^\d{4}-\d{2}-\d{2}$/u);
		t.true(checkedOn <= pricesCheckedOn);
		t.true(since === null || (since <= checkedOn && new Date(since).toISOString().startsWith(since)));
		for (const each of longPrompt === null ? [rates] : [rates, longPrompt.rates]) {
			t.is(each.output, each.input * 5);
			t.is(each.cacheWrite5m, each.input * 1.25);
			t.is(each.cacheWrite1h, each.input * 2);
			t.true(each.cacheRead > 0 && each.cacheRead <= each.input * 0.1001);
		}
	});
}

test('rows of one model stand together, oldest first', t => {
	const order = prices.map(({model, since}) => `${model} ${since ?? ''}`);
	t.is(new Set(order).size, order.length);
	for (const [index, price] of prices.entries()) {
		const later = prices.slice(index + 1).filter(({model}) => model === price.model);
		t.true(later.every(({since}) => price.since !== null && since !== null && since > price.since));
		t.true(later.length === 0 || prices[index + 1]?.model === price.model);
	}
});
