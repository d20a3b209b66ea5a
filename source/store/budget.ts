import {roundUsd} from '../money/cost.js';
import type {Budget} from '../protocol/budget.js';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import type {BudgetState, Problem, Snapshot} from './snapshot.js';

const nearShare = 0.8;
// Sums of dollars are sums of billionths: what is smaller is an error of floating point.
const smallestUsd = 1e-9;

/** The caps with what is beyond the limit. `haikuUsd`: what `cost:haiku` holds. */
export function budgetOf(budget: Budget | 'unreadable' | null, haikuUsd: number | null): BudgetState | 'unreadable' | null {
	if (budget === null || budget === 'unreadable') {
		return budget;
	}

	return withOver(budget, haikuUsd ?? 0);
}

/** Caps with what is beyond the limit. */
export function withOver(budget: Budget, spentUsd: number): BudgetState {
	const overUsd = budget.limitUsd === null ? 0 : spentUsd - budget.limitUsd;
	return {...budget, overUsd: overUsd < smallestUsd ? 0 : roundUsd(overUsd)};
}

/** An amount as a person wrote it: `$5`, `$0.25`. */
export function formatCap(usd: number): CleanText {
	return clean`$${Number(usd.toFixed(6))}`;
}

/**
How far the limit is used up.

- `none`: there is no limit.
- `near`: from 80 % on.
- `spent`: workers of ours claim nothing.
- `unreadable`: there is something in the place of the budget; workers of ours claim nothing.
*/
export function budgetLevel({budget, haikuUsd}: Snapshot['cost']): 'none' | 'fine' | 'near' | 'spent' | 'unreadable' {
	if (budget === 'unreadable') {
		return 'unreadable';
	}

	const limitUsd = budget?.limitUsd ?? null;
	if (limitUsd === null) {
		return 'none';
	}

	const spentUsd = (haikuUsd ?? 0) + smallestUsd;
	if (spentUsd >= limitUsd) {
		return 'spent';
	}

	return spentUsd >= limitUsd * nearShare ? 'near' : 'fine';
}

/** What the budget has to say to a person, if anything. */
export function budgetProblems(cost: Snapshot['cost']): readonly Problem[] {
	const {budget, haikuUsd} = cost;
	const level = budgetLevel(cost);
	const problem = (why: CleanText, remedy: string): readonly Problem[] => [{
		kind: 'budget', subject: null, why, remedy: cleanText(remedy),
	}];
	if (level === 'unreadable') {
		return problem(cleanText('the budget in swarm:budget cannot be read: workers claim nothing'), 'set it again with `budget`');
	}

	if (budget === null || budget === 'unreadable' || budget.limitUsd === null) {
		return [];
	}

	const limit = formatCap(budget.limitUsd);
	if (level === 'spent') {
		const over = budget.overUsd > 0 ? `; ${formatCap(budget.overUsd)} over by what was already running` : '';
		return problem(clean`the budget of ${limit} is spent: workers claim nothing${over}`, 'raise it with `budget`');
	}

	const percent = Math.floor(((haikuUsd ?? 0) / budget.limitUsd * 100) + smallestUsd);
	return level === 'near' ? problem(clean`${percent} % of ${limit} is spent`, 'raise it with `budget`') : [];
}
