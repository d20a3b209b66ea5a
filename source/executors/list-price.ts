import {costOf} from '../money/cost.js';
import {priceOf} from '../money/prices.js';
import {promptTokens, type Usage} from '../money/usage.js';

/**
The list price of the tokens of many requests together, in US dollars, or `null` where none is known. That is also so where the price depends on how long each prompt was and the sum does not tell.

@param model Full id.
@param atMs When it ran, in milliseconds since 1970.
*/
export function listPriceUsd(usage: Usage, model: string, atMs: number): number | null {
	const price = priceOf(model, atMs);
	const isClear = price !== null && (price.longPrompt === null || promptTokens(usage) <= price.longPrompt.aboveTokens);
	return isClear ? costOf(usage, price) : null;
}
