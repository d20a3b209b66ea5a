import {overLimitUsd, type Finances} from '../money/budget.js';
import type {Budget} from '../protocol/budget.js';
import {clean, safeJson} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {budget} from '../swarm/actions/budget.js';
import {perform} from '../swarm/actions/perform.js';
import {loadFinances} from '../swarm/budget.js';
import {formatUsd} from '../text/format.js';
import {fieldFlags, fieldValues} from './action-command.js';
import {defineCommand} from './command.js';
import {connectSwarm} from './connect.js';
import {toggle} from './flags.js';
import {capsJson} from './status-json.js';

const noCaps: Budget = {
	limitUsd: null, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
};

/** `budget [USD|off]`: print what may be spent; with an amount or flags, set it first. `off` removes all caps. */
export const command = defineCommand({
	name: budget.name,
	summary: 'what the swarm may spend; with an amount or flags: set it; off: no caps at all',
	arguments: ['[USD|off]'],
	flags: {...fieldFlags(budget), json: toggle('as JSON')},
	examples: ['haiku-swarm budget', 'haiku-swarm budget 5 --per-task 0.05', 'haiku-swarm budget off'],
	async run({arguments: words, flags, signal, print}) {
		const change = {...(words[0] === 'off' && noCaps), ...fieldValues(budget, words, flags)};
		const {connection} = await connectSwarm(flags, signal);
		try {
			if (Object.keys(change).length > 0) {
				await perform(budget, {connection, signal, localWorkers: null}, '', change);
			}

			const finances = await loadFinances(connection);
			await print(flags.json ? budgetJson(finances) : budgetText(finances));
		} finally {
			await connection.close();
		}
	},
});

function readable({budget: caps, spentUsd}: Finances) {
	if (spentUsd === null) {
		throw new UserError('Expected an amount of US dollars in cost:haiku, got something else: with a budget, workers claim nothing. Write the right sum into it.');
	}

	if (caps === 'unreadable') {
		throw new UserError('Expected amounts of US dollars in swarm:budget, got something else: workers claim nothing. `haiku-swarm budget off` clears it.');
	}

	return {...(caps ?? noCaps), overUsd: overLimitUsd(caps?.limitUsd ?? null, spentUsd), spentUsd};
}

function budgetJson(finances: Finances): string {
	const {spentUsd, ...state} = readable(finances);
	return `${safeJson({...capsJson(state), spent_usd: spentUsd})}\n`;
}

function budgetText(finances: Finances): string {
	const {spentUsd, limitUsd, perTaskUsd, perWorkerUsd, perHourUsd, overUsd} = readable(finances);
	const over = overUsd > 0 ? clean`, ${formatUsd(overUsd)} over by attempts that were running` : '';
	const rest = [['a task', perTaskUsd], ['a worker', perWorkerUsd], ['an hour', perHourUsd]] as const;
	return [
		limitUsd === null ? clean`${formatUsd(spentUsd)} spent, no limit` : clean`${formatUsd(spentUsd)} of ${formatUsd(limitUsd)} spent${over}`,
		...rest.filter(([, usd]) => usd !== null).map(([what, usd]) => clean`at most ${formatUsd(usd)} ${what}`),
		'',
	].join('\n');
}
