import {formatFixed} from '../format-number.js';
import {attempt, type Call} from './native-script.js';
import {toAmount} from './lua.js';

type Texts = ReadonlyArray<string | null>;

/** What the budget says to a claim. */
export type Budget = {
	/** Why nothing may be claimed; `undefined`: it may. */
	readonly forbidden?: string | undefined;

	/** The most that one task may cost, in US dollars; `undefined`: no cap. */
	readonly perTask?: number | undefined;
};

const unreadable = 'the budget in swarm:budget cannot be read';

/** Read the budget, for `claim-n`. */
export function readBudget(call: Call, keys: readonly string[], args: readonly string[]): Budget {
	const caps = attempt(call, 'hmget', keys[0], 'limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd') as Texts | undefined;
	if (caps === undefined) {
		return {forbidden: unreadable, perTask: 0};
	}

	const [limit = null, perHour = null, perWorker = null, task = null] = caps;
	const own = args[4] === '' ? undefined : args[4];
	if (limit === null && perHour === null && perWorker === null && task === null && own === undefined) {
		return {};
	}

	if ([limit, perHour, perWorker, task, own].some(cap => typeof cap === 'string' && toAmount(cap) === undefined)) {
		return {forbidden: unreadable, perTask: 0};
	}

	const perTask = toAmount(task);
	if (args[5] === '0') {
		return {forbidden: 'there is a budget, and what this worker costs is not known', perTask};
	}

	const spentHere = toAmount(args[3]) ?? Number.POSITIVE_INFINITY;
	for (const cap of [perWorker, own]) {
		if (typeof cap === 'string' && spentHere >= Number(cap)) {
			return {forbidden: `this worker has spent the $${cap} that it may spend`, perTask};
		}
	}

	return {forbidden: limit === null && perHour === null ? undefined : checkTotal(call, keys, limit, perHour), perTask};
}

/** What a task may still cost, as text, '' without a cap; and what its attempts have cost. */
export function restOf(call: Call, key: string | undefined, {perTask}: Budget): {readonly left: string; readonly spent: number} {
	if (perTask === undefined) {
		return {left: '', spent: 0};
	}

	const cost = attempt(call, 'get', key);
	const spent = toAmount(cost === null ? '0' : cost);
	if (spent === undefined) {
		return {left: '0', spent: 0};
	}

	return {left: spent >= perTask ? '0' : formatFixed(perTask - spent, 9), spent};
}

function checkTotal(call: Call, keys: readonly string[], limit: string | null, perHour: string | null): string | undefined {
	const cost = attempt(call, 'get', keys[1]) as string | null | undefined;
	const spent = toAmount(cost === null ? '0' : cost);
	if (spent === undefined) {
		return 'there is a budget, and cost:haiku cannot be read';
	}

	if (limit !== null && spent >= Number(limit)) {
		return `the budget of $${limit} is spent`;
	}

	return perHour !== null && spent - spentBefore(call, keys[2], cost ?? '0', spent) >= Number(perHour) ? `the $${perHour} of this hour are spent` : undefined;
}

/** What was spent when this hour began. It is noted where that is not known. */
function spentBefore(call: Call, key: string | undefined, cost: string, spent: number): number {
	const [seconds] = call('time') as readonly string[];
	const hour = String(Math.floor(Number(seconds) / 3600));
	const noted = attempt(call, 'hmget', key, 'hour', 'cost_usd') as Texts | undefined;
	const before = noted?.[0] === hour ? toAmount(noted[1]) : undefined;
	if (before !== undefined && before <= spent) {
		return before;
	}

	call('del', key);
	call('hset', key, 'hour', hour, 'cost_usd', cost);
	call('expire', key, 7200);
	return spent;
}
