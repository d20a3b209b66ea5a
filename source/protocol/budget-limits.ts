import {readNumber} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';

/** The limits of a swarm, in US dollars; `null`: none. Claims check them; running attempts go on. */
export type Budget = {
	/** For `cost:haiku` as a whole. */
	readonly limitUsd: number | null;
	/** For all attempts at one task. */
	readonly perTaskUsd: number | null;
	/** For one worker since it started. */
	readonly perWorkerUsd: number | null;
	/** For `cost:haiku` in one hour of the clock. */
	readonly perHourUsd: number | null;
};

/** The fields of `swarm:budget`. */
export const budgetFields = {
	limitUsd: 'limit_usd', perTaskUsd: 'per_task_usd', perWorkerUsd: 'per_worker_usd', perHourUsd: 'per_hour_usd',
} as const satisfies Record<keyof Budget, string>;

/** Read dollars as `shared/usd.lua` does, which enforces the budget. `null`: it is no amount. */
export function readUsd(text: unknown): number | null {
	const usd = typeof text === 'string' && /^\d[\d.eE+-]*$/u.test(text) ? Number(text) : Number.NaN;
	return Number.isFinite(usd) ? usd : null;
}

/** The US dollars in `cost:*`; `null` if the key is missing or holds no amount. */
export function readCost(value: RedisValue): number | null {
	return value.kind === 'text' ? readNumber(value.text) : null;
}

/** Read `swarm:budget`. `null`: there is none. `unreadable`: it is something else, and our workers claim nothing. */
export function readBudget(value: RedisValue): Budget | 'unreadable' | null {
	if (value.kind !== 'hash') {
		return value.kind === 'absent' ? null : 'unreadable';
	}

	const limits = Object.entries(budgetFields).map(([name, field]) => {
		const stated = value.fields.get(field);
		return [name, stated === undefined ? null : readUsd(stated) ?? Number.NaN] as const;
	});
	return limits.some(([, usd]) => Number.isNaN(usd)) ? 'unreadable' : Object.fromEntries(limits) as Budget;
}
