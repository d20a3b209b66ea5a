import {protocolRates} from './cost.js';

// How far the computed output may be from a whole number. True costs are whole micro-dollars, so the output is a multiple of 1/4 plus noise. A tenth lets noise
// and costs rounded to 6 decimals pass, and rejects any cost that is one micro-dollar off.
const toleranceTokens = 0.1;

/**
Compute input and output tokens from their sum and a cost at the rates of the protocol. `null`: impossible, so the split is unknown. That includes tokens without any output, from writers that charge every token at the input rate.

A cost rounded to fewer than 6 decimals looks like an exact one. One in four happens to match a whole number; the split is then wrong by at most 12.5 tokens at 4 decimals, 1.25 at 5.

@param tokens Input plus output.
*/
export function splitTokens(tokens: number, costUsd: number): {readonly input: number; readonly output: number} | null {
	const exact = ((costUsd * 1e6) - (tokens * protocolRates.input)) / (protocolRates.output - protocolRates.input);
	const output = Math.round(exact);
	const input = tokens - output;
	const leastOutput = tokens > 0 ? 1 : 0;
	const isPossible = Number.isSafeInteger(tokens) && Math.abs(exact - output) <= toleranceTokens && input >= 0 && output >= leastOutput;
	return isPossible ? {input, output} : null;
}
