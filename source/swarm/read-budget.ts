import type {Finances} from '../money/budget.js';
import {isUsd} from '../money/parse-usd.js';
import {
	budgetFields, readBudget, readUsd, type Budget,
} from '../protocol/budget-limits.js';
import {keys, swarmKeys} from '../protocol/redis-keys.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';
import {previewValues} from '../redis/preview-values.js';

const changeScript = loadScript('change-budget-1');

/** The limits to change. Omitted ones stay as they are; `null` removes a limit. */
export type BudgetChange = Partial<Budget>;

/** Read the limits of the swarm, and what was spent. */
export async function loadFinances(connection: Connection): Promise<Finances> {
	const [budget, cost] = await previewValues(connection, [swarmKeys.budget, keys.cost('haiku')]);
	const spent = cost!.value;
	return {
		budget: readBudget(budget!.value),
		spentUsd: spent.kind === 'absent' ? 0 : (spent.kind === 'text' ? readUsd(spent.text) : null),
	};
}

/** Change the limits of the swarm. Our workers obey from their next claim on. Unreadable limits are removed. @throws {UserError} of kind `usage` when a limit is not an amount of dollars. */
export async function changeBudget(connection: Connection, change: BudgetChange): Promise<void> {
	const args = Object.entries(change).flatMap(([name, usd]: readonly [string, number | null]) => {
		if (usd !== null && !isUsd(usd)) {
			throw new UserError(`Expected an amount of US dollars, got ${usd}.`, 'usage');
		}

		return [budgetFields[name as keyof Budget], usd ?? ''];
	});
	await connection.evaluate(changeScript, [swarmKeys.budget], args);
}
