import {protocolRates} from './cost.js';

/**
How far, in tokens, the computed output may be from a whole number.

A true cost at the protocol's rates is a whole number of micro-dollars, so a computed output is a multiple of 1/4, and only binary noise takes it off. A tenth of a token lets the noise and a cost rounded to 6 decimals pass, and refuses every cost that is one micro-dollar off.
*/
const toleranceTokens = 0.1;

/**
Compute input and output tokens back from their sum and a cost at the protocol's rates, or `null` where that is not possible: the split is then unknown.

`null` when a part would be negative, when the output is further than a tenth of a token from a whole number, and when there are tokens but none of output: that writer charged every token at the input rate, for an answer cannot have no tokens.

A cost rounded to fewer than 6 decimals cannot be told from an exact one. Most such costs miss every whole number and give `null`; those that hit one by chance (one in four) give a split that is wrong by at most 12.5 tokens at 4 decimals, 1.25 at 5.

@param tokens Input plus output. Not a whole number from 0 up: `null`.
@param costUsd US dollars.
*/
export function splitTokens(tokens: number, costUsd: number): {readonly input: number; readonly output: number} | null {
	const exact = ((costUsd * 1e6) - (tokens * protocolRates.input)) / (protocolRates.output - protocolRates.input);
	const output = Math.round(exact);
	const input = tokens - output;
	const leastOutput = tokens > 0 ? 1 : 0;
	const isPossible = Number.isSafeInteger(tokens) && Math.abs(exact - output) <= toleranceTokens && input >= 0 && output >= leastOutput;
	return isPossible ? {input, output} : null;
}
