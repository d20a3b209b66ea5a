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
	switch (refusal.code) {
		case 'swarm_limit': {
			return clean`the budget of ${formatLimit(refusal.limitUsd)} is spent`;
		}

		case 'worker_limit': {
			return clean`this worker has spent its limit of ${formatLimit(refusal.limitUsd)}`;
		}

		case 'hour_limit': {
			return clean`the limit of ${formatLimit(refusal.limitUsd)} per hour is spent`;
		}

		case 'task_limit': {
			return clean`the limit per task is $0, or the cost of the task is unreadable`;
		}

		case 'cost_unknown': {
			return clean`there is a budget, but the cost of this worker is unknown`;
		}

		case 'spending_unreadable': {
			return clean`there is a budget, but cost:haiku is not a number`;
		}

		case 'budget_unreadable': {
			return clean`the budget in swarm:budget is unreadable`;
		}
	}
}
