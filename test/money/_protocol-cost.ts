import {protocolRates} from '../../source/money/cost.js';

/** What the protocol charges for tokens, in US dollars. */
export function protocolCostUsd(inputTokens: number, outputTokens: number): number {
	return ((inputTokens * protocolRates.input) + (outputTokens * protocolRates.output)) / 1e6;
}
