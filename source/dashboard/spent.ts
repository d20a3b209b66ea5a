import {budgetLevel} from '../money/budget.js';
import {clean, type CleanText} from '../protocol/clean-text.js';
import type {Snapshot} from '../store/snapshot.js';
import {formatUsd} from '../text/format.js';
import {formatLimit} from '../text/money.js';
import type {Line} from './view.js';

/** What the workers have cost, of what they may: `$0.0231 of $5`, `$5.12 of $5 +$0.12 over`. */
export function spentText({haikuUsd, budget}: Snapshot['cost']): CleanText {
	const spent = formatUsd(haikuUsd ?? 0);
	if (budget === 'unreadable') {
		return clean`${spent} of ?`;
	}

	const {limitUsd = null, overUsd = 0} = budget ?? {};
	return limitUsd === null ? spent : clean`${spent} of ${formatLimit(limitUsd)}${overUsd > 0 ? ` +${formatLimit(overUsd)} over` : ''}`;
}

/** Whether what was spent needs attention. */
export function spentStyle(cost: Snapshot['cost']): Line['style'] {
	return ['none', 'fine'].includes(budgetLevel(cost.budget, cost.haikuUsd)) ? 'strong' : 'warning';
}

/** All caps of the swarm in one line, with what is left of the limit or beyond it. */
export function budgetLine(cost: Snapshot['cost']): Line {
	const {budget, haikuUsd} = cost;
	if (budget === 'unreadable') {
		return {text: clean`budget  cannot be read: workers claim nothing until it is set again`, style: 'warning'};
	}

	const {
		limitUsd = null, perTaskUsd = null, perWorkerUsd = null, perHourUsd = null, overUsd = 0,
	} = budget ?? {};
	const left = overUsd > 0 ? `${formatLimit(overUsd)} over` : `${formatUsd((limitUsd ?? 0) - (haikuUsd ?? 0))} left`;
	const all = [['in all', limitUsd, ` (${left})`], ['a task', perTaskUsd, ''], ['a worker', perWorkerUsd, ''], ['an hour', perHourUsd, '']] as const;
	const caps = all.flatMap(([per, usd, more]) => usd === null ? [] : [`${formatLimit(usd)} ${per}${more}`]);
	return caps.length === 0
		? {text: clean`budget  none: B sets one`, style: 'quiet'}
		: {text: clean`budget  ${caps.join(', ')}`, style: spentStyle(cost) === 'warning' ? 'warning' : 'plain'};
}
