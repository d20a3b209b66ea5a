import {costAt} from './cost.js';
import {priceOf} from './prices.js';
import type {Tally} from './tally.js';

/** An estimate of what a swarm saved compared with a bigger model, never to be added to costs. `null`: unknown. */
export type Savings = {
	/** The id of the bigger model. */
	readonly baseline: string;
	/** The first day (ISO 8601) of the baseline's price, or the day it was last checked. */
	readonly pricesOf: string | null;
	/** Paid for the findings compared and for failed attempts. Less than `cost:haiku` if the cost or token split of some findings is unknown. */
	readonly paidUsd: number;
	/** The same tokens, class by class, at the baseline's list price. Failed attempts have no counterpart. */
	readonly wouldHavePaidUsd: number | null;
	/** The difference: negative if the swarm cost more. */
	readonly savedUsd: number | null;
	/** `savedUsd` in percent of `wouldHavePaidUsd`, not rounded; `null` below `minFindingsForPercent`. */
	readonly savedPercent: number | null;
	readonly tally: Tally;
};

/** With fewer findings a percentage would be chance. */
export const minFindingsForPercent = 5;

/**
Savings of the findings in a tally, all at the baseline's price at `atMs`. A baseline with a tier for long prompts counts at its lower rates, since sums do not tell how long single prompts were: this can only understate the savings.

@param options.baseline Model id, as in `priceOf`.
*/
export function savings(tally: Tally, {baseline, atMs}: {readonly baseline: string; readonly atMs: number}): Savings {
	const price = priceOf(baseline, atMs);
	const paidNanoUsd = tally.nanoUsd + tally.failedNanoUsd;
	const isComparable = tally.findings + tally.failedFindings > 0;
	const wouldHavePaidUsd = price !== null && isComparable ? costAt(tally.usage, price.rates) : null;
	const savedUsd = wouldHavePaidUsd === null ? null : (Math.round(wouldHavePaidUsd * 1e9) - paidNanoUsd) / 1e9;
	const hasPercent = tally.findings >= minFindingsForPercent && wouldHavePaidUsd !== null && wouldHavePaidUsd > 0;
	return {
		baseline,
		pricesOf: price === null ? null : price.since ?? price.checkedOn,
		paidUsd: paidNanoUsd / 1e9,
		wouldHavePaidUsd,
		savedUsd,
		savedPercent: hasPercent && savedUsd !== null ? savedUsd / wouldHavePaidUsd * 100 : null,
		tally,
	};
}
