import type {Price, Rates} from './prices.js';
import {promptTokens, type Usage} from './usage.js';

/**
The cost of tokens at given rates, in US dollars, rounded to a billionth. All list prices are whole billionths per token, so nothing is lost, and no binary noise (`0.0022849999999999997`) reaches a counter.
*/
export function costAt(usage: Usage, rates: Rates): number {
	const microUsd = (usage.input * rates.input)
		+ (usage.output * rates.output)
		+ (usage.cacheRead * rates.cacheRead)
		+ (usage.cacheWrite5m * rates.cacheWrite5m)
		+ (usage.cacheWrite1h * rates.cacheWrite1h);
	return roundUsd(microUsd / 1e6);
}

/**
US dollars to a billionth: what is smaller is binary noise.
*/
export function roundUsd(usd: number): number {
	return Math.round(usd * 1e9) / 1e9;
}

/**
The list price of one request, in US dollars. The tier is chosen by its prompt: input, cache reads and cache writes together.

@param usage Of one single request. Several requests are priced one by one and their dollars added: the prompts of many short requests would add up to a long one.
*/
export function costOf(usage: Usage, price: Price): number {
	const {longPrompt} = price;
	return costAt(usage, longPrompt !== null && promptTokens(usage) > longPrompt.aboveTokens ? longPrompt.rates : price.rates);
}

/**
The protocol's own rates, in US dollars per million tokens. They never change, whatever the model.
*/
export const protocolRates = {input: 1, output: 5} as const;

/**
What the protocol charges, in US dollars, for tokens of input and output.
*/
export function protocolCostUsd(inputTokens: number, outputTokens: number): number {
	return ((inputTokens * protocolRates.input) + (outputTokens * protocolRates.output)) / 1e6;
}
