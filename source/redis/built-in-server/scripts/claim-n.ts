import type {Reply} from '../reply.js';
import {readBudget, restOf, type Budget} from './claim-budget.js';
import {
	encodeJson, luaError, max, min, numberText, toInteger, toNumber,
} from './lua.js';
import {attempt, type Call, type NativeScript} from './native-script.js';

const keysPerTask = 8;

/** Take tasks. */
export const claimScript: NativeScript = {
	name: 'claim-n',
	sha1: '3242af26a2aebc83010b3c2d810483b5b97bd5b6',
	run(call, keys, args) {
		const [worker, ttlMs, most] = args;
		const claimant: Claimant = {
			call, worker, ttlMs, maxAttempts: toNumber(most), budget: readBudget(call, keys, args),
		};
		const replies: Array<readonly Reply[]> = [];
		for (let at = 4; at < keys.length; at += keysPerTask) {
			replies.push(claim(claimant, keys.slice(at, at + keysPerTask)));
		}

		if (replies.some(([kind]) => kind === 'claimed')) {
			call('set', keys[3], '1', 'EX', args[6]);
		}

		return replies;
	},
};

type Claimant = {
	readonly call: Call;
	readonly worker: string | undefined;
	readonly ttlMs: string | undefined;
	readonly maxAttempts: number | undefined;
	readonly budget: Budget;
};

function claim(claimant: Claimant, keys: readonly string[]): readonly Reply[] {
	const {call, worker, ttlMs, budget} = claimant;
	const [task, claimed, result, cancelled, failed, backoff, attempts, spentOn] = keys;
	const [body = null, holder = null] = call('mget', task, claimed) as ReadonlyArray<string | null>;
	if (body === null) {
		return ['over', 'no body'];
	}

	const why = call('exists', result, cancelled, failed, backoff) === 0
		? undefined
		: whyOver(call, {
			done: result, cancelled, failed, backoff,
		});
	if (why !== undefined) {
		return ['over', why];
	}

	const {left, spent} = restOf(call, spentOn, budget);
	if (holder !== null && holder === worker) {
		call('pexpire', claimed, ttlMs);
		return ['claimed', body, toInteger(toNumber(attempt(call, 'get', attempts)) ?? 1), left];
	}

	if (holder !== null) {
		return ['over', 'held'];
	}

	if (budget.forbidden !== undefined) {
		return ['budget', budget.forbidden];
	}

	if (left === '0') {
		return spent > 0 ? setAside(claimant, failed, attempts, 'its attempts have cost what a task may cost') : ['budget', 'a task may cost nothing, or what it has cost cannot be read'];
	}

	if (call('set', claimed, worker, 'NX', 'PX', ttlMs) === null) {
		return ['over', 'held'];
	}

	const number = count(call, attempts);
	if (claimant.maxAttempts === undefined) {
		throw luaError(172, 'attempt to compare nil with number');
	}

	if (number > claimant.maxAttempts) {
		call('del', claimed);
		call('set', attempts, claimant.maxAttempts);
		return setAside(claimant, failed, attempts, `tried ${numberText(claimant.maxAttempts)} times, and never finished`);
	}

	return ['claimed', body, toInteger(number), left];
}

function whyOver(call: Call, signs: Readonly<Record<string, string | undefined>>): string | undefined {
	return Object.entries(signs).find(([, key]) => call('exists', key) === 1)?.[0];
}

/** Count an attempt. Returns its number. */
function count(call: Call, attempts: string | undefined): number {
	const number = attempt(call, 'incr', attempts);
	if (number === undefined || Number(number) < 1) {
		call('set', attempts, 1);
		return 1;
	}

	return Number(number);
}

function setAside({call, maxAttempts}: Claimant, failed: string | undefined, attemptsKey: string | undefined, error: string): readonly Reply[] {
	const attempts = toNumber(attempt(call, 'get', attemptsKey)) ?? 0;
	if (maxAttempts === undefined) {
		throw luaError(121, 'bad argument #2 to \'min\' (number expected, got nil)');
	}

	call('set', failed, encodeJson(121, {error, attempts: max(0, min(attempts, maxAttempts))}));
	return ['over', 'failed'];
}
