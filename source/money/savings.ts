import {costAt} from './cost.js';
import {priceOf} from './prices.js';
import type {Tally} from './tally.js';

/**
What a swarm saved against a bigger model: an estimate, never to be added to costs.

- `baseline`: id of the bigger model.
- `pricesOf`: the first day (ISO 8601) of the baseline's price; if that day is unknown, the day the price was last checked. `null`: the price is unknown.
- `paidUsd`: paid for the findings compared and for failed attempts. Less than `cost:haiku` if the cost or token split of some findings is unknown.
- `wouldHavePaidUsd`: the same tokens, class by class, at the baseline's list price. Failed attempts have no counterpart. `null`: the price is unknown, or there is nothing to compare.
- `savedUsd`: the difference, negative if the swarm cost more; `null` if unknown.
- `savedPercent`: `savedUsd` in percent of `wouldHavePaidUsd`, not rounded; `null` if unknown, and below `minFindingsForPercent`.
- `tally`: of the findings, compared or not.
*/
export type Savings = {
	readonly baseline: string;
	readonly pricesOf: string | null;
	readonly paidUsd: number;
	readonly wouldHavePaidUsd: number | null;
	readonly savedUsd: number | null;
	readonly savedPercent: number | null;
	readonly tally: Tally;
};

/** A percentage of fewer findings would be chance. */
export const minFindingsForPercent = 5;

/**
Savings of the findings in a tally.

All are compared at the baseline's price at `atMs`, whenever they were written. A baseline with a tier for long prompts is taken at its lower rates, because sums do not tell how long single prompts were: that can only understate the saving.

@param options.baseline Model id, as `priceOf` takes it.
@param options.atMs Milliseconds since 1970.
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
