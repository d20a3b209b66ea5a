import {clean, type CleanText} from '../protocol/clean-text.js';
import {costAt} from './cost.js';
import {priceOf} from './prices.js';
import type {Tally} from './tally.js';

/**
What a swarm saved against a bigger model: an estimate, never to be added to costs.

- `baseline`: id of the bigger model.
- `pricesOf`: the day (ISO 8601) since which the price used for the baseline is in force; where that day is unknown, the day on which the price was last checked. `null`: the baseline has no known price.
- `paidUsd`: paid for the findings compared and for failed attempts. Findings whose cost or token split is unknown are in neither side, so this can be less than `cost:haiku`.
- `wouldHavePaidUsd`: the same tokens, class by class, at the baseline's list price. Failed attempts have no counterpart. `null`: unknown, because the baseline has no price or nothing could be compared.
- `savedUsd`: the difference, negative when the swarm cost more; `null` when unknown.
- `savedPercent`: `savedUsd` in percent of `wouldHavePaidUsd`, not rounded; `null` when unknown and below 5 findings compared.
- `tokensWithoutSplit`: tokens of the findings left out.
- `note`: one sentence for the screen that says all this.
*/
export type Savings = {
	readonly baseline: string;
	readonly pricesOf: string | null;
	readonly paidUsd: number;
	readonly wouldHavePaidUsd: number | null;
	readonly savedUsd: number | null;
	readonly savedPercent: number | null;
	readonly tokensWithoutSplit: number;
	readonly note: CleanText;
};

const fewestForPercent = 5;

/**
Savings of the findings in a tally.

All of them are compared at one price of the baseline, the one in force at `atMs`, whenever they were written. A baseline with a tier for long prompts (of the price table only `claude-haiku-5-5`) is taken at its lower rates, because sums do not tell how long single prompts were: that can only make the saving look smaller.

@param options.baseline Model id, as `priceOf` takes it.
@param options.atMs Milliseconds since 1970.
*/
export function savings(tally: Tally, {baseline, atMs}: {readonly baseline: string; readonly atMs: number}): Savings {
	const price = priceOf(baseline, atMs);
	const paidNanoUsd = tally.nanoUsd + tally.failedNanoUsd;
	const isComparable = tally.findings + tally.failedFindings > 0;
	const wouldHavePaidUsd = price !== null && isComparable ? costAt(tally.usage, price.rates) : null;
	const savedUsd = wouldHavePaidUsd === null ? null : (Math.round(wouldHavePaidUsd * 1e9) - paidNanoUsd) / 1e9;
	const hasPercent = tally.findings >= fewestForPercent && wouldHavePaidUsd !== null && wouldHavePaidUsd > 0;
	const pricesOf = price === null ? null : price.since ?? price.checkedOn;

	return {
		baseline,
		pricesOf,
		paidUsd: paidNanoUsd / 1e9,
		wouldHavePaidUsd,
		savedUsd,
		savedPercent: hasPercent && savedUsd !== null ? savedUsd / wouldHavePaidUsd * 100 : null,
		tokensWithoutSplit: tally.tokensWithoutSplit,
		note: clean`${[basis(baseline, pricesOf, isComparable), ...remarks(tally)].join('; ')}.`,
	};
}

function basis(baseline: string, pricesOf: string | null, isComparable: boolean): string {
	if (pricesOf === null) {
		return `Unknown: no list price of ${baseline} is known`;
	}

	return isComparable
		? `Estimate, not a bill: the same tokens at ${baseline} list prices of ${pricesOf}`
		: `Unknown: no finding yet to compare at ${baseline} list prices of ${pricesOf}`;
}

function remarks(tally: Tally): readonly string[] {
	const withoutSplit = `${counted(tally.findingsWithoutSplit, 'finding')} (${usd(tally.nanoUsdWithoutSplit)}, ${counted(tally.tokensWithoutSplit, 'token')})`;
	const all: ReadonlyArray<readonly [boolean, string]> = [
		[tally.findingsWithoutSplit > 0, `${withoutSplit} left out of both sides because cost or token split is unknown`],
		[tally.simulatedFindings > 0, `${counted(tally.simulatedFindings, 'simulated finding')} left out`],
		[tally.failedFindings > 0, `${counted(tally.failedFindings, 'failed attempt')} (${usd(tally.failedNanoUsd)}) paid without a counterpart`],
		[tally.findings > 0 && tally.findings < fewestForPercent, `no percentage below ${fewestForPercent} findings`],
	];
	return all.filter(([applies]) => applies).map(([, remark]) => remark);
}

function counted(count: number, noun: string): string {
	return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

function usd(nanoUsd: number): string {
	return `$${(nanoUsd / 1e9).toFixed(4)}`;
}
