import {capFields, readBudget, type Budget} from '../protocol/budget.js';
import {swarmKeys} from '../protocol/keys.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {preview} from '../redis/preview.js';

/** The caps to change; what is left out stays as it is, `null` takes a cap away. */
export type BudgetChange = Partial<Budget>;

/** Read the caps of the swarm. `null`: there are none. `unreadable`: workers of ours claim nothing until somebody sets it right. */
export async function loadBudget(connection: Connection): Promise<Budget | 'unreadable' | null> {
	const [seen] = await preview(connection, [swarmKeys.budget]);
	return seen ? readBudget(seen.value) : null;
}

/**
Change the caps of the swarm. Workers of ours obey from their next claim on. What lies under the key and is no hash is taken away first.

@throws {UserError} of kind `usage` when a cap is no amount of dollars.
*/
export async function changeBudget(connection: Connection, change: BudgetChange): Promise<void> {
	const set: Array<string | number> = [];
	const removed: string[] = [];
	for (const [name, usd] of Object.entries(change) as ReadonlyArray<readonly [keyof Budget, number | null]>) {
		if (usd === null) {
			removed.push(capFields[name]);
		} else if (Number.isFinite(usd) && usd >= 0) {
			set.push(capFields[name], String(usd));
		} else {
			throw new UserError(`Expected an amount of US dollars, got ${usd}.`, 'usage');
		}
	}

	if (await loadBudget(connection) === 'unreadable') {
		await connection.call('DEL', swarmKeys.budget);
	}

	if (set.length > 0) {
		await connection.call('HSET', swarmKeys.budget, ...set);
	}

	if (removed.length > 0) {
		await connection.call('HDEL', swarmKeys.budget, ...removed);
	}
}
