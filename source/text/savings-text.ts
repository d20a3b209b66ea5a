import {minFindingsForPercent, type Savings} from '../money/savings.js';
import {clean, type CleanText} from '../protocol/clean-text.js';
import {countOf} from './count-of.js';
import {formatUsd} from './format-numbers.js';

/** The savings in one line, always with the model and the date of its prices. */
export function savingsLine({savedUsd, savedPercent, paidUsd, wouldHavePaidUsd, baseline, pricesOf}: Savings): CleanText {
	if (savedUsd === null) {
		return clean`saved: unknown (against ${baseline})`;
	}

	const percent = savedPercent === null ? '' : ` (${savedPercent.toFixed(1)} %)`;
	return clean`saved ${formatUsd(savedUsd)}${percent}: ${formatUsd(paidUsd)} instead of ${formatUsd(wouldHavePaidUsd)} on ${baseline} at prices of ${pricesOf ?? '?'}`;
}

/** In one sentence: what the savings compare, at whose prices, and what they leave out. */
export function savingsNote(savings: Savings): CleanText {
	return clean`${[basisOf(savings), ...remarksOf(savings)].join('; ')}.`;
}

function basisOf({baseline, pricesOf, tally}: Savings): string {
	if (pricesOf === null) {
		return `Unknown: no list price of ${baseline} is known`;
	}

	return tally.findings + tally.failedFindings > 0
		? `Estimate, not a bill: the same tokens at ${baseline} list prices of ${pricesOf}`
		: `Unknown: no finding yet to compare at ${baseline} list prices of ${pricesOf}`;
}

function remarksOf({tally}: Savings): readonly string[] {
	const dollars = (nanoUsd: number) => formatUsd(nanoUsd / 1e9);
	const all: ReadonlyArray<readonly [boolean, string]> = [
		[tally.findingsWithoutSplit > 0, `left out, because cost or token split is unknown: ${countOf(tally.findingsWithoutSplit, 'finding')} (${dollars(tally.nanoUsdWithoutSplit)}, ${countOf(tally.tokensWithoutSplit, 'token')})`],
		[tally.simulatedFindings > 0, `left out: ${countOf(tally.simulatedFindings, 'simulated finding')}`],
		[tally.failedFindings > 0, `${countOf(tally.failedFindings, 'failed attempt')} (${dollars(tally.failedNanoUsd)}) paid without a counterpart`],
		[tally.findings > 0 && tally.findings < minFindingsForPercent, `no percentage below ${minFindingsForPercent} findings`],
	];
	return all.filter(([applies]) => applies).map(([, remark]) => remark);
}
