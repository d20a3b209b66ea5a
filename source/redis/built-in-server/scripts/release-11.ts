import {
	encodeJson, luaError, max, min, toNumber,
} from './lua.js';
import {attempt, type Call, type NativeScript} from './native-script.js';

const mostRests = 20;

/** Give an unfinished task back. */
export const releaseScript: NativeScript = {
	name: 'release-11',
	sha1: 'e9c78a2b890ef0e0cfabf58054dd0dc637f33304',
	run(call, keys, args) {
		const [claimed, attemptsKey, failed, cancelled, backoff, spentOnKey, budget, cost, findingKey, spent, result] = keys;
		const [worker, taskId, failure, firstRestMs, mostAttempts, findingId, finding, usd, now] = args;
		if (finding !== '' && call('set', findingKey, finding, 'NX') !== null) {
			call('publish', 'channel:findings', findingId);
		}

		let spentOn = 0;
		if (usd !== '' && call('set', spent, worker, 'NX', 'EX', 86_400) !== null) {
			attempt(call, 'incrbyfloat', cost, usd);
			spentOn = toNumber(attempt(call, 'incrbyfloat', spentOnKey, usd)) ?? Number.POSITIVE_INFINITY;
			call('expire', spentOnKey, 86_400);
		}

		const holder = attempt(call, 'get', claimed);
		if (typeof holder !== 'string' || holder !== worker || call('exists', result) === 1) {
			return 'lost';
		}

		call('del', claimed);
		const most = toNumber(mostAttempts);
		let attempts = readAttempts(call, attemptsKey, most);
		if (failure === '' && attempts > 0) {
			attempts--;
			call('set', attemptsKey, attempts);
		}

		if (call('exists', cancelled) === 1) {
			return 'cancelled';
		}

		if (failure !== '') {
			const cap = toNumber(attempt(call, 'hget', budget, 'per_task_usd'));
			if (most === undefined) {
				throw luaError(61, 'attempt to compare nil with number');
			}

			if (attempts >= most || (cap !== undefined && spentOn >= cap)) {
				call('set', failed, encodeJson(62, {
					at: now, worker_id: worker, error: failure, attempts,
				}));
				return 'set aside';
			}

			const restMs = restAfter(attempts, toNumber(firstRestMs));
			if (restMs > 0) {
				call('set', backoff, failure, 'PX', Math.floor(restMs));
				return 'resting';
			}
		}

		call('publish', 'channel:tasks', taskId);
		return 'announced';
	},
};

function readAttempts(call: Call, key: string | undefined, most: number | undefined): number {
	const text = attempt(call, 'get', key);
	if (typeof text !== 'string' || !/^\d+$/.test(text)) {
		return 0;
	}

	if (most === undefined) {
		throw luaError(48, 'bad argument #2 to \'min\' (number expected, got nil)');
	}

	return min(Number(text), most);
}

function restAfter(attempts: number, firstRestMs: number | undefined): number {
	if (firstRestMs === undefined) {
		throw luaError(66, 'attempt to perform arithmetic on a nil value');
	}

	return firstRestMs * min(mostRests, 2 ** max(0, attempts - 1));
}
