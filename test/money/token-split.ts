import test from 'ava';
import fc from 'fast-check';
import {splitTokens} from '../../source/money/token-split.js';
import {protocolCostUsd} from './_protocol-cost.js';

const inputs = fc.nat({max: 1_000_000_000});
const outputs = fc.integer({min: 1, max: 1_000_000_000});

test('any input and output are computed back from what the protocol charges for them', t => {
	fc.assert(fc.property(inputs, outputs, (input, output) => {
		t.deepEqual(splitTokens(input + output, protocolCostUsd(input, output)), {input, output});
	}));
});

test('so they are from a cost that was rounded to 6 decimals or summed by the writer', t => {
	fc.assert(fc.property(inputs, outputs, (input, output) => {
		t.deepEqual(splitTokens(input + output, Number(protocolCostUsd(input, output).toFixed(6))), {input, output});
		t.deepEqual(splitTokens(input + output, (input / 1000 * 0.001) + (output / 1000 * 0.005)), {input, output});
	}));
});

test('a cost that is one to three micro-dollars off has no split', t => {
	fc.assert(fc.property(inputs, outputs, fc.constantFrom(-3, -2, -1, 1, 2, 3), (input, output, microUsd) => {
		t.is(splitTokens(input + output, protocolCostUsd(input, output) + (microUsd / 1e6)), null);
	}));
});

test('a writer that charges every token at the input rate has no split', t => {
	fc.assert(fc.property(outputs, tokens => {
		t.is(splitTokens(tokens, tokens * 0.001 / 1000), null);
	}));
});

test('a split has whole parts that add up, or is none, whatever comes', t => {
	fc.assert(fc.property(fc.double(), fc.double(), fc.nat({max: 100_000}), (tokens, costUsd, wholeTokens) => {
		for (const each of [tokens, wholeTokens]) {
			for (const cost of [costUsd, (costUsd % 1) / 10]) {
				const split = splitTokens(each, cost);
				t.true(split === null || (split.input >= 0 && split.output >= 0 && Number.isInteger(split.output) && split.input + split.output === each));
			}
		}
	}));
});

for (const [why, tokens, costUsd] of [
	['the cost is less than every token at the input rate', 300, 0.0002],
	['the cost is more than every token at the output rate', 300, 0.0016],
	['there are no tokens but a cost', 0, 0.001],
	['there are tokens but no cost', 300, 0],
	['the tokens are negative', -300, 0.0011],
	['the tokens are no whole number', 300.4, 0.0011],
	['the tokens are not a number', Number.NaN, 0.0011],
	['the cost is not a number', 300, Number.NaN],
	['the cost is infinite', 300, Infinity],
	['both are infinite', Infinity, Infinity],
] as const) {
	test(`there is no split when ${why}`, t => {
		t.is(splitTokens(tokens, costUsd), null);
	});
}

test('the finding of the protocol\'s page splits into 100 and 200, a free nothing into nothing, and a pure answer into itself', t => {
	t.deepEqual(splitTokens(300, 0.0011), {input: 100, output: 200});
	t.deepEqual(splitTokens(0, 0), {input: 0, output: 0});
	t.deepEqual(splitTokens(300, 0.0015), {input: 0, output: 300});
});

test('a cost rounded to 4 decimals has no split, or one that is at most 12.5 tokens off', t => {
	t.is(splitTokens(301, 0.0012), null);
	fc.assert(fc.property(fc.nat({max: 10_000}), fc.integer({min: 13, max: 10_000}), (input, output) => {
		const split = splitTokens(input + output, Number(protocolCostUsd(input, output).toFixed(4)));
		t.true(split === null || Math.abs(split.output - output) <= 12.5);
	}));
});
