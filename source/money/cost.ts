import {promptTokens, type Usage} from '../protocol/usage.js';
import type {Price, Rates} from './prices.js';

/** The cost of tokens at given rates, in US dollars. */
export function costAt(usage: Usage, rates: Rates): number {
	const microUsd = (usage.input * rates.input)
		+ (usage.output * rates.output)
		+ (usage.cacheRead * rates.cacheRead)
		+ (usage.cacheWrite5m * rates.cacheWrite5m)
		+ (usage.cacheWrite1h * rates.cacheWrite1h);
	return roundUsd(microUsd / 1e6);
}

/** US dollars to a billionth. Anything smaller is floating-point noise: all list prices are whole billionths per token. */
export function roundUsd(usd: number): number {
	return Math.round(usd * 1e9) / 1e9;
}

/** The list price of one request, in US dollars. The length of its prompt decides the tier. @param usage Of one request only: the sum of many short prompts would look like a long one. */
export function costOf(usage: Usage, price: Price): number {
	const {longPrompt} = price;
	return costAt(usage, longPrompt !== null && promptTokens(usage) > longPrompt.aboveTokens ? longPrompt.rates : price.rates);
}

/** The rates of the protocol, in US dollars per million tokens. They never change, whatever the model. */
export const protocolRates = {input: 1, output: 5} as const;
