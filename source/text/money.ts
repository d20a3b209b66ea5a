import type {BudgetRefusal} from '../money/budget.js';
import {clean, type CleanText} from '../protocol/clean-text.js';

/** A limit as a person writes it: `$5`, `$0.25`. */
export function formatLimit(usd: number): CleanText {
	return clean`$${Number(usd.toFixed(6))}`;
}

/** The error for text that `parseUsd` rejects. `name`: of the flag or field. */
export function expectedUsd(name: string, got: string): CleanText {
	return clean`Expected US dollars such as 5 or 0.25 for ${name}, got "${got}".`;
}

/** Why a budget allows no spending. */
export function refusalText(refusal: BudgetRefusal): CleanText {
	const limit = 'limitUsd' in refusal ? formatLimit(refusal.limitUsd) : '';
	return {
		swarm_limit: clean`the budget of ${limit} is spent`,
		worker_limit: clean`this worker has spent its limit of ${limit}`,
		hour_limit: clean`the limit of ${limit} per hour is spent`,
		task_limit: clean`the limit per task is $0, or the cost of the task is unreadable`,
		cost_unknown: clean`there is a budget, but the cost of this worker is unknown`,
		spending_unreadable: clean`there is a budget, but cost:haiku is not a number`,
		budget_unreadable: clean`the budget in swarm:budget is unreadable`,
	}[refusal.code];
}
