import {readFields} from './stored-object.js';
import {readNumber} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';

/** The caps of a swarm, in US dollars; `null`: none. They are checked inside the claim; what is already running goes on. */
export type Budget = {
	/** For `cost:haiku` as a whole. */
	readonly limitUsd: number | null;
	/** For one task with all its attempts. */
	readonly perTaskUsd: number | null;
	/** For one worker from its start on. */
	readonly perWorkerUsd: number | null;
	/** For `cost:haiku` within one hour of the clock. */
	readonly perHourUsd: number | null;
};

/** The names of the caps in `swarm:budget`. */
export const capFields = {
	limitUsd: 'limit_usd', perTaskUsd: 'per_task_usd', perWorkerUsd: 'per_worker_usd', perHourUsd: 'per_hour_usd',
} as const satisfies Record<keyof Budget, string>;

/** Read an amount as the scripts do: digits, with a point or an exponent; nothing that a cap could be by mistake. `null`: it is none. */
export function readUsd(text: unknown): number | null {
	const usd = typeof text === 'string' && /^\d[\d.eE+-]*$/u.test(text) ? Number(text) : Number.NaN;
	return Number.isFinite(usd) ? usd : null;
}

/** The US dollars in `cost:*`; `null` if the key is missing or holds no amount. */
export function readCost(value: RedisValue): number | null {
	return value.kind === 'text' ? readNumber(value.text) : null;
}

/** Read `swarm:budget`. `null`: there is none. `unreadable`: there is something, and no worker of ours claims anything. */
export function readBudget(value: RedisValue): Budget | 'unreadable' | null {
	if (value.kind === 'absent') {
		return null;
	}

	if (value.kind !== 'hash') {
		return 'unreadable';
	}

	const fields = readFields(value);
	let isReadable = true;
	const cap = (name: string) => {
		const stated = fields.ok ? fields.get(name) : undefined;
		const usd = stated === undefined ? null : readUsd(stated);
		isReadable &&= stated === undefined || usd !== null;
		return usd;
	};

	const budget = {
		limitUsd: cap(capFields.limitUsd), perTaskUsd: cap(capFields.perTaskUsd), perWorkerUsd: cap(capFields.perWorkerUsd), perHourUsd: cap(capFields.perHourUsd),
	};
	return isReadable ? budget : 'unreadable';
}
