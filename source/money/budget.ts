import type {Budget} from '../protocol/budget.js';
import {roundUsd} from './cost.js';

const nearlySpentShare = 0.8;
// Dollars are sums of billionths; a smaller difference is floating-point noise.
const noiseUsd = 1e-9;

/**
Why a budget allows no spending, as `claim-n.lua` reports it:

- `swarm_limit`, `worker_limit`, `hour_limit`: `limitUsd` is spent.
- `task_limit`: a task may cost nothing, or what it has cost is unreadable.
- `cost_unknown`: there is a budget, but nobody knows what this worker costs.
- `spending_unreadable`: there is a budget, but `cost:haiku` is not a number.
- `budget_unreadable`: `swarm:budget` is not a budget.
*/
export type BudgetRefusal
	= | {readonly code: 'swarm_limit' | 'worker_limit' | 'hour_limit'; readonly limitUsd: number}
		| {readonly code: 'task_limit' | 'cost_unknown' | 'spending_unreadable' | 'budget_unreadable'};

/** The budget of a swarm (`null`: none), and what the workers have spent of it (`null`: unreadable), in US dollars. */
export type Finances = {
	readonly budget: Budget | 'unreadable' | null;
	readonly spentUsd: number | null;
};

/**
Why nothing may be spent, or `null`. For single mode, which claims no task; everybody else gets the answer from the claim. The limit per hour only counts claims.

@param isCostKnown Whether the executor reports what it costs.
*/
export function refusalOf({budget, spentUsd}: Finances, isCostKnown: boolean): BudgetRefusal | null {
	if (budget === null) {
		return null;
	}

	if (budget === 'unreadable') {
		return {code: 'budget_unreadable'};
	}

	if (!isCostKnown) {
		return {code: 'cost_unknown'};
	}

	if (spentUsd === null) {
		return {code: 'spending_unreadable'};
	}

	const {limitUsd} = budget;
	return limitUsd !== null && spentUsd >= limitUsd ? {code: 'swarm_limit', limitUsd} : null;
}

/** How much of the limit is spent. `near`: at least 80 %. `spent` and `unreadable`: our workers claim nothing. */
export type BudgetLevel = 'none' | 'fine' | 'near' | 'spent' | 'unreadable';

/** How much of the limit is spent. */
export function budgetLevel(budget: Finances['budget'], spentUsd: number | null): BudgetLevel {
	if (budget === 'unreadable') {
		return 'unreadable';
	}

	const limitUsd = budget?.limitUsd ?? null;
	if (limitUsd === null) {
		return 'none';
	}

	const usd = (spentUsd ?? 0) + noiseUsd;
	if (usd >= limitUsd) {
		return 'spent';
	}

	return usd >= limitUsd * nearlySpentShare ? 'near' : 'fine';
}

/** US dollars spent beyond the limit, by attempts that were already running. */
export function overLimitUsd(limitUsd: number | null, spentUsd: number): number {
	const overUsd = limitUsd === null ? 0 : spentUsd - limitUsd;
	return overUsd < noiseUsd ? 0 : roundUsd(overUsd);
}

/** Whole percent of the limit that are spent. */
export function percentSpent(limitUsd: number, spentUsd: number): number {
	return Math.floor((spentUsd / limitUsd * 100) + noiseUsd);
}

/** The lowest of several limits in US dollars; `null` is no limit. */
export function lowestLimit(...limitsUsd: ReadonlyArray<number | null>): number | null {
	const limits = limitsUsd.filter(limit => limit !== null);
	return limits.length === 0 ? null : Math.min(...limits);
}
