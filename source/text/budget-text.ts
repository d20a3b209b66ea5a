import type {BudgetRefusal} from '../money/budget.js';
import type {Budget} from '../protocol/budget-limits.js';
import {clean, type CleanText} from '../protocol/clean-text.js';
import {formatUsd} from './format-numbers.js';

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

/** What the workers have spent, and the limits of the swarm. */
export type Spending = {
	readonly haikuUsd: number | null;
	readonly budget: (Budget & {readonly overUsd: number}) | 'unreadable' | null;
};

/** What the workers have spent of the limit: `$0.0231 of $5`, `$5.12 of $5 +$0.12 over`. */
export function spentText({haikuUsd, budget}: Spending): CleanText {
	const spent = formatUsd(haikuUsd ?? 0);
	if (budget === 'unreadable') {
		return clean`${spent} of ?`;
	}

	const {limitUsd = null, overUsd = 0} = budget ?? {};
	return limitUsd === null ? spent : clean`${spent} of ${formatLimit(limitUsd)}${overUsd > 0 ? ` +${formatLimit(overUsd)} over` : ''}`;
}

/** All limits of the swarm in one line, with what is left of the total or over it; `null`: there are none. */
export function limitsText({haikuUsd, budget}: Spending): CleanText | null {
	if (budget === 'unreadable') {
		return clean`unreadable: workers claim no tasks until it is set again`;
	}

	const {
		limitUsd = null, perTaskUsd = null, perWorkerUsd = null, perHourUsd = null, overUsd = 0,
	} = budget ?? {};
	const left = overUsd > 0 ? `${formatLimit(overUsd)} over` : `${formatUsd((limitUsd ?? 0) - (haikuUsd ?? 0))} left`;
	const all = [[`in total (${left})`, limitUsd], ['per task', perTaskUsd], ['per worker', perWorkerUsd], ['per hour', perHourUsd]] as const;
	const limits = all.flatMap(([what, usd]) => usd === null ? [] : [`${formatLimit(usd)} ${what}`]);
	return limits.length === 0 ? null : clean`${limits.join(', ')}`;
}
