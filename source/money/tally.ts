import {protocolRates} from './cost.js';
import {priceOf} from './prices.js';
import {splitTokens} from './token-split.js';
import {
	addUsage, noUsage, totalTokens, type Usage,
} from './usage.js';

/**
What of a finding the savings need.

- `tokens`: input plus output as its writer says, `null` where it says nothing.
- `costUsd`: what it cost, in US dollars, `null` where unknown.
- `usage`: tokens by class, `null` where its writer gives none.
- `model`: id of the model that ran, `null` where unknown.
- `status`: `failed` and `denied` are failed attempts, everything else is an answer.
- `simulated`: no model ran.
- `atMs`: when it was written, in milliseconds since 1970, `null` where unknown.
*/
export type TallyInput = {
	readonly tokens: number | null;
	readonly costUsd: number | null;
	readonly usage: Usage | null;
	readonly model: string | null;
	readonly status: string | null;
	readonly simulated: boolean;
	readonly atMs: number | null;
};

/**
Sums over findings, from which savings are computed without keeping the findings. Every finding is in exactly one of four groups:

- compared: `findings`, with `nanoUsd` paid and their `usage`;
- failed attempts: `failedFindings`, `failedNanoUsd` paid;
- cost or token split unknown: `findingsWithoutSplit`, `tokensWithoutSplit`, and `nanoUsdWithoutSplit` paid as far as that is known;
- `simulatedFindings`.

Money is in whole billionths of a dollar, so that everything is a whole number and what is subtracted again leaves no trace.
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

/**
The tally of no findings.
*/
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

/**
The tally of one finding. Numbers that cannot be (negative, broken, not finite) count as unknown: one of them would spoil the sum for good.
*/
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

/**
The tally of the findings of both.
*/
export function addTally(a: Tally, b: Tally): Tally {
	return combine(a, b, 1);
}

/**
The tally of the findings of `a` without those of `b`, which must be among them.
*/
export function subtractTally(a: Tally, b: Tally): Tally {
	return combine(a, b, -1);
}

function combine(a: Tally, b: Tally, sign: 1 | -1): Tally {
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

// Who names no model charges what the protocol says. Who names one charged its list price, which computes back only where that is the same.
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
