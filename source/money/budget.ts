import type {Budget} from '../protocol/budget-limits.js';
import {roundUsd} from './cost.js';

const nearlySpentShare = 0.8;
// Amounts are sums of billionths; smaller differences are floating-point noise.
const noiseUsd = 1e-9;

/**
Why a budget allows no spending, as `claim-n.lua` reports it.

- `swarm_limit`, `worker_limit`, `hour_limit`: `limitUsd` is spent.
- `task_limit`: the limit per task is 0, or the cost of the task is unreadable.
- `cost_unknown`: there is a budget, but the executor does not report its cost.
- `spending_unreadable`, `budget_unreadable`: there is a budget, but `cost:haiku` is not a number; `swarm:budget` is not a budget.
*/
export type BudgetRefusal
	= | {readonly code: 'swarm_limit' | 'worker_limit' | 'hour_limit'; readonly limitUsd: number}
		| {readonly code: 'task_limit' | 'cost_unknown' | 'spending_unreadable' | 'budget_unreadable'};

/** The budget of a swarm (`null`: none) and what the workers have spent (`null`: unreadable), in US dollars. */
export type Finances = {
	readonly budget: Budget | 'unreadable' | null;
	readonly spentUsd: number | null;
};

/** Why nothing may be spent, or `null`. For single mode; everybody else gets the answer with the claim. The limit per hour only counts claims. */
export function refusalOf({budget, spentUsd}: Finances, isCostKnown: boolean): BudgetRefusal | null {
	if (budget === null) {
		return null;
	}

	if (budget === 'unreadable') {
		return {code: 'budget_unreadable'};
	}

	if (!isCostKnown || spentUsd === null) {
		return {code: isCostKnown ? 'spending_unreadable' : 'cost_unknown'};
	}

	const {limitUsd} = budget;
	return limitUsd !== null && spentUsd >= limitUsd ? {code: 'swarm_limit', limitUsd} : null;
}

/** How much of the limit is spent. `near`: at least 80 %. `spent` and `unreadable`: our workers claim nothing. */
export type BudgetLevel = 'none' | 'fine' | 'near' | 'spent' | 'unreadable';

/** The level of a budget. */
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

/** US dollars that running attempts have spent beyond the limit. */
export function overLimitUsd(limitUsd: number | null, spentUsd: number): number {
	const overUsd = limitUsd === null ? 0 : spentUsd - limitUsd;
	return overUsd < noiseUsd ? 0 : roundUsd(overUsd);
}

/** How much of the limit is spent, in whole percent. */
export function percentSpent(limitUsd: number, spentUsd: number): number {
	return Math.floor((spentUsd / limitUsd * 100) + noiseUsd);
}

/** The lowest of several limits; `null` is no limit. */
export function lowestLimit(...limitsUsd: ReadonlyArray<number | null>): number | null {
	const limits = limitsUsd.filter(limit => limit !== null);
	return limits.length === 0 ? null : Math.min(...limits);
}
