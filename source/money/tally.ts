import type {Finding} from '../protocol/finding.js';
import {
	addUsage, noUsage, totalTokens, type Usage,
} from '../protocol/usage.js';
import {protocolRates} from './cost.js';
import {priceOf} from './prices.js';
import {splitTokens} from './token-split.js';

/** The parts of a finding that savings depend on. */
export type TallyInput = Pick<Finding, 'tokens' | 'costUsd' | 'usage' | 'model' | 'status' | 'simulated' | 'atMs'>;

/**
Sums over findings, from which savings are computed without keeping the findings. Each finding is in one of four groups: compared (`findings`, `nanoUsd`, `usage`), failed attempts, without a known cost or token split, and simulated.

Money is in whole billionths of a dollar, so that subtracting leaves no rounding errors.
*/
export type Tally = {
	readonly findings: number;
	readonly nanoUsd: number;
	readonly usage: Usage;
	readonly failedFindings: number;
	readonly failedNanoUsd: number;
	readonly findingsWithoutSplit: number;
	readonly tokensWithoutSplit: number;
	readonly nanoUsdWithoutSplit: number;
	readonly simulatedFindings: number;
};

/** The tally of no findings. */
export const emptyTally: Tally = {
	findings: 0,
	nanoUsd: 0,
	usage: noUsage,
	failedFindings: 0,
	failedNanoUsd: 0,
	findingsWithoutSplit: 0,
	tokensWithoutSplit: 0,
	nanoUsdWithoutSplit: 0,
	simulatedFindings: 0,
};

/** The tally of one finding. Impossible numbers (negative, fractional, infinite) count as unknown: one of them would spoil the sum for good. */
export function tallyOf(finding: TallyInput): Tally {
	if (finding.simulated) {
		return {...emptyTally, simulatedFindings: 1};
	}

	const nanoUsd = wholeOrNull(finding.costUsd === null ? null : Math.round(finding.costUsd * 1e9));
	if (nanoUsd !== null && (finding.status === 'failed' || finding.status === 'denied')) {
		return {...emptyTally, failedFindings: 1, failedNanoUsd: nanoUsd};
	}

	const usage = knownUsage(finding);
	if (nanoUsd !== null && usage !== null) {
		return {
			...emptyTally, findings: 1, nanoUsd, usage,
		};
	}

	return {
		...emptyTally,
		findingsWithoutSplit: 1,
		tokensWithoutSplit: wholeOrNull(usage === null ? finding.tokens : totalTokens(usage)) ?? 0,
		nanoUsdWithoutSplit: nanoUsd ?? 0,
	};
}

/** The tally of the findings of both. @param sign -1 removes those of `b`, which must be in `a`. Default: 1. */
export function addTally(a: Tally, b: Tally, sign: 1 | -1 = 1): Tally {
	return {
		findings: a.findings + (sign * b.findings),
		nanoUsd: a.nanoUsd + (sign * b.nanoUsd),
		usage: addUsage(a.usage, b.usage, sign),
		failedFindings: a.failedFindings + (sign * b.failedFindings),
		failedNanoUsd: a.failedNanoUsd + (sign * b.failedNanoUsd),
		findingsWithoutSplit: a.findingsWithoutSplit + (sign * b.findingsWithoutSplit),
		tokensWithoutSplit: a.tokensWithoutSplit + (sign * b.tokensWithoutSplit),
		nanoUsdWithoutSplit: a.nanoUsdWithoutSplit + (sign * b.nanoUsdWithoutSplit),
		simulatedFindings: a.simulatedFindings + (sign * b.simulatedFindings),
	};
}

function knownUsage({usage, tokens, costUsd, model, atMs}: TallyInput): Usage | null {
	if (usage !== null) {
		return Object.values(usage).every(count => wholeOrNull(count) !== null) ? usage : null;
	}

	if (tokens === null || costUsd === null || !paidProtocolRates(model, atMs)) {
		return null;
	}

	const split = splitTokens(tokens, costUsd);
	return split === null ? null : {...emptyTally.usage, ...split};
}

// A writer that names no model charges the rates of the protocol. Otherwise it charged the list price of the model, which must be the same.
function paidProtocolRates(model: string | null, atMs: number | null): boolean {
	if (model === null) {
		return true;
	}

	const rates = atMs === null ? undefined : priceOf(model, atMs)?.rates;
	return rates?.input === protocolRates.input && rates.output === protocolRates.output;
}

function wholeOrNull(count: number | null): number | null {
	return Number.isSafeInteger(count) && count !== null && count >= 0 ? count : null;
}
