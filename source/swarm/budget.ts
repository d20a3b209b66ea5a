import {
	capFields, readBudget, readUsd, type Budget,
} from '../protocol/budget.js';
import {keys, swarmKeys} from '../protocol/keys.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';
import {preview} from '../redis/preview.js';

const changeScript = loadScript('change-budget-1');

/** The caps to change; what is left out stays as it is, `null` takes a cap away. */
export type BudgetChange = Partial<Budget>;

/** The caps of a swarm and what was spent, in US dollars; `spentUsd` is `null` where `cost:haiku` cannot be read. */
export type Finances = {
	readonly budget: Budget | 'unreadable' | null;
	readonly spentUsd: number | null;
};

/** Read the caps of the swarm, and what was spent. */
export async function loadFinances(connection: Connection): Promise<Finances> {
	const [budget, cost] = await preview(connection, [swarmKeys.budget, keys.cost('haiku')]);
	const spent = cost?.value ?? {kind: 'absent'};
	return {
		budget: budget ? readBudget(budget.value) : null,
		spentUsd: spent.kind === 'absent' ? 0 : (spent.kind === 'text' ? readUsd(spent.text) : null),
	};
}

/**
Why nothing more may be spent, in words, or `null`. For one who claims nothing: whoever claims is told by the claim. The caps of an hour hold only where somebody claims.
*/
export function whyNotSpend({budget, spentUsd}: Finances, costIsKnown: boolean): string | null {
	if (budget === null) {
		return null;
	}

	if (budget === 'unreadable') {
		return 'the budget in swarm:budget cannot be read';
	}

	if (!costIsKnown) {
		return 'there is a budget, and what this executor costs is not known';
	}

	if (spentUsd === null) {
		return 'there is a budget, and cost:haiku cannot be read';
	}

	return budget.limitUsd !== null && spentUsd >= budget.limitUsd ? `the budget of $${budget.limitUsd} is spent` : null;
}

/**
Change the caps of the swarm. Workers of ours obey from their next claim on. Caps that cannot be read are taken away.

@throws {UserError} of kind `usage` when a cap is no amount of dollars.
*/
export async function changeBudget(connection: Connection, change: BudgetChange): Promise<void> {
	const args = Object.entries(change).flatMap(([name, usd]: readonly [string, number | null]) => {
		if (usd !== null && !(usd >= 0 && usd < Number.POSITIVE_INFINITY)) {
			throw new UserError(`Expected an amount of US dollars, got ${usd}.`, 'usage');
		}

		return [capFields[name as keyof Budget], usd === null ? '' : String(usd)];
	});
	await connection.evaluate(changeScript, [swarmKeys.budget], args);
}
