import process from 'node:process';
import {overLimitUsd} from '../money/budget.js';
import type {Budget} from '../protocol/budget.js';
import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {isReplyError} from '../redis/client.js';
import {explainWriteError} from '../redis/explain-error.js';
import {changeBudget, loadFinances, type BudgetChange} from '../swarm/budget.js';
import {formatUsd} from '../text/format.js';
import {connectSwarm, type CommonFlags} from './connect.js';
import {usdArgument} from './parse-usd.js';
import {capsJson} from './status-json.js';

/** The flags of `budget`: amounts, or `off`. */
export type BudgetFlags = CommonFlags & {
	readonly perTask?: string | undefined;
	readonly perWorker?: string | undefined;
	readonly perHour?: string | undefined;
	readonly json: boolean;
};

const noCaps: Budget = {
	limitUsd: null, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
};

/**
`budget`: print the caps of the swarm. `budget 5`, `budget off` (all caps), `--per-task`, `--per-worker`, `--per-hour`: change them first.

@throws {UserError} when a cap is no amount.
*/
export async function budget(limit: string | undefined, flags: BudgetFlags, signal: AbortSignal): Promise<void> {
	const change: BudgetChange = {
		...(limit === 'off' ? noCaps : cap('limitUsd', limit, 'the budget')),
		...cap('perTaskUsd', flags.perTask, '--per-task'),
		...cap('perWorkerUsd', flags.perWorker, '--per-worker'),
		...cap('perHourUsd', flags.perHour, '--per-hour'),
	};
	const {connection} = await connectSwarm(flags, signal);
	try {
		if (Object.keys(change).length > 0) {
			await changeBudget(connection, change);
		}

		await print(connection, flags.json);
	} catch (error) {
		throw isReplyError(error) ? explainWriteError(error) : error;
	} finally {
		await connection.close();
	}
}

function cap(name: keyof BudgetChange, text: string | undefined, what: string): BudgetChange {
	return text === undefined ? {} : {[name]: text === 'off' ? null : usdArgument(text, what)};
}

async function print(connection: Connection, isJson: boolean): Promise<void> {
	const {budget: caps, spentUsd} = await loadFinances(connection);
	if (spentUsd === null) {
		throw new UserError('Expected an amount of US dollars in cost:haiku, got something else: with a budget, workers claim nothing. Write the right sum into it.');
	}

	if (caps === 'unreadable') {
		throw new UserError('Expected amounts of US dollars in swarm:budget, got something else: workers claim nothing. `haiku-swarm budget off` clears it.');
	}

	const state = {...(caps ?? noCaps), overUsd: overLimitUsd(caps?.limitUsd ?? null, spentUsd)};
	if (isJson) {
		process.stdout.write(`${JSON.stringify({...capsJson(state), spent_usd: spentUsd})}\n`);
		return;
	}

	const {limitUsd, perTaskUsd, perWorkerUsd, perHourUsd, overUsd} = state;
	const over = overUsd > 0 ? clean`, ${formatUsd(overUsd)} over by what was already running` : '';
	const rest = [['a task', perTaskUsd], ['a worker', perWorkerUsd], ['an hour', perHourUsd]] as const;
	process.stdout.write([
		limitUsd === null ? clean`${formatUsd(spentUsd)} spent, no limit` : clean`${formatUsd(spentUsd)} of ${formatUsd(limitUsd)} spent${over}`,
		...rest.filter(([, usd]) => usd !== null).map(([what, usd]) => clean`at most ${formatUsd(usd)} ${what}`),
		'',
	].join('\n'));
}
