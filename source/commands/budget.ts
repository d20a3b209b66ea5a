import {overLimitUsd} from '../money/budget.js';
import type {Budget} from '../protocol/budget-limits.js';
import {safeJson} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {budget} from '../swarm/actions/budget.js';
import {perform} from '../swarm/actions/perform.js';
import {loadFinances} from '../swarm/read-budget.js';
import {limitsText, spentText} from '../text/budget-text.js';
import {commandErrors} from '../text/command-errors.js';
import {fieldFlags, fieldValues} from './action-command.js';
import {defineCommand} from './command.js';
import {withConnection} from './connect.js';
import {toggle} from './flags.js';
import {limitsJson} from './status-json.js';

const noLimits: Budget = {
	limitUsd: null, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
};

/** `budget [USD|off]`: print what the swarm may spend, after setting it if there is an amount or flags. `off` removes all limits. */
export const command = defineCommand({
	name: budget.name,
	summary: 'what the swarm may spend; with an amount or flags: set it; off: remove all limits',
	arguments: ['[USD|off]'],
	flags: {...fieldFlags(budget), json: toggle('as JSON')},
	examples: ['haiku-swarm budget', 'haiku-swarm budget 5 --per-task 0.05', 'haiku-swarm budget off'],
	async run(call) {
		const {arguments: words, flags, signal, print} = call;
		const change = {...(words[0] === 'off' && noLimits), ...fieldValues(budget, words, flags)};
		await withConnection(call, async connection => {
			if (Object.keys(change).length > 0) {
				await perform(budget, {connection, signal, localWorkers: null}, '', change);
			}

			const {budget: limits, spentUsd} = await loadFinances(connection);
			if (spentUsd === null || limits === 'unreadable') {
				throw new UserError(spentUsd === null ? commandErrors.unreadableSpending : commandErrors.unreadableBudget);
			}

			const state = {...noLimits, ...limits, overUsd: overLimitUsd(limits?.limitUsd ?? null, spentUsd)};
			const spending = {haikuUsd: spentUsd, budget: state};
			await print(flags.json
				? `${safeJson({...limitsJson(state), spent_usd: spentUsd})}\n`
				: `${spentText(spending)} spent\n${limitsText(spending) ?? 'no limits'}\n`);
		});
	},
});
