import {costOf, roundUsd} from '../money/cost.js';
import {priceOf} from '../money/prices.js';
import {
	addUsage, noUsage, promptTokens, type Usage,
} from '../protocol/usage.js';

/**
Where the cost of an attempt comes from.

- `list_price`: token usage at the list price of the model that ran.
- `reported`: stated by the program that ran the model.
- `simulated`: no model ran.
- `unknown`: `costUsd` is `null`.
*/
type CostBasis = 'list_price' | 'reported' | 'simulated' | 'unknown';

/** What an attempt used up, whatever its outcome. */
export type Spending = {
	/** By token class; `null` if unknown. */
	readonly usage: Usage | null;
	/** Tokens of all classes. */
	readonly tokens: number;
	/** `null` if unknown. Never a guess. */
	readonly costUsd: number | null;
	readonly costBasis: CostBasis;
	/** Full id of the model that really ran, or `null`. Of several, the one that cost most. */
	readonly model: string | null;
};

/** No model ran. */
export const nothingSpent: Spending = {
	usage: null, tokens: 0, costUsd: 0, costBasis: 'list_price', model: null,
};

/** Whether a model ran, even at an unknown cost. Such an attempt is recorded as a finding, whatever its outcome. */
export function wasPaid({costUsd, tokens, costBasis}: Spending): boolean {
	return costBasis !== 'simulated' && (costUsd === null || costUsd > 0 || tokens > 0);
}

/** The amount to add to the costs: 0 for simulations, unknown costs and invalid amounts. */
export function paidUsd({costUsd, costBasis}: Spending): number {
	return costBasis === 'simulated' || costUsd === null || !(costUsd >= 0 && costUsd < Number.POSITIVE_INFINITY) ? 0 : costUsd;
}

/** The sum of several spendings. It is unknown if a part is. */
export function sumSpending(parts: readonly Spending[]): Spending {
	const [first] = parts;
	if (!first) {
		return nothingSpent;
	}

	let usage: Usage | null = noUsage;
	const costs = new Map<string | null, number>();
	for (const part of parts) {
		usage &&= part.usage && addUsage(usage, part.usage);
		costs.set(part.model, (costs.get(part.model) ?? 0) + (part.costUsd ?? 0));
	}

	const isKnown = parts.every(({costUsd}) => costUsd !== null);
	const isUniform = parts.every(({costBasis}) => costBasis === first.costBasis);
	const byCost = [...costs].toSorted(([, a], [, b]) => b - a);
	return {
		usage,
		tokens: parts.reduce((sum, {tokens}) => sum + tokens, 0),
		// Rounding removes floating-point noise and nothing else.
		costUsd: isKnown ? roundUsd(byCost.reduce((sum, [, costUsd]) => sum + costUsd, 0)) : null,
		costBasis: isKnown ? (isUniform ? first.costBasis : 'reported') : 'unknown',
		model: byCost[0]?.[0] ?? null,
	};
}

/**
The list price of the tokens of many requests together. `null` if unknown, also where it depends on the length of each prompt and the sum does not tell.

@param model Full id.
@param atMs When it ran.
*/
export function listPriceUsd(usage: Usage, model: string, atMs: number): number | null {
	const price = priceOf(model, atMs);
	const isClear = price !== null && (price.longPrompt === null || promptTokens(usage) <= price.longPrompt.aboveTokens);
	return isClear ? costOf(usage, price) : null;
}
