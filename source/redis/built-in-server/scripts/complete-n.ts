import {attempt, type Call, type NativeScript} from './native-script.js';
import {nowMs} from './now.js';

/** Answer tasks. */
export const completeScript: NativeScript = {
	name: 'complete-n',
	sha1: '130b9e3d40944267960c01b12fd5fac3c0b5be52',
	run(call, keys, args) {
		const now = nowMs(call);
		const [costKey, findingsKey] = keys;
		const [worker, ttlMs] = args;
		const replies: string[] = [];
		const index: Array<string | number> = [];
		for (let at = 2; at < keys.length; at += 4) {
			const [claimed, result, finding, spent] = keys.slice(at, at + 4);
			const [taskId, findingId, json, usd] = args.slice(at, at + 4);
			const answer: Answer = {
				costKey, worker, ttlMs, claimed, result, finding, spent, taskId, findingId, json, usd,
			};
			const {reply, isNew} = complete(call, answer);
			replies.push(reply);
			if (isNew && findingId !== undefined) {
				index.push(now, findingId);
			}
		}

		if (index.length > 0) {
			attempt(call, 'zadd', findingsKey, ...index);
		}

		return replies;
	},
};

type Answer = Readonly<Record<'costKey' | 'worker' | 'ttlMs' | 'claimed' | 'result' | 'finding' | 'spent' | 'taskId' | 'findingId' | 'json' | 'usd', string | undefined>>;

type Completion = {
	readonly reply: 'done' | 'refused' | 'uncounted';

	/** Whether there is a finding that was not there before. */
	readonly isNew: boolean;
};

function complete(call: Call, {costKey, worker, ttlMs, claimed, result, finding, spent, taskId, findingId, json, usd}: Answer): Completion {
	const [answer = null, holder = null] = call('mget', result, claimed) as ReadonlyArray<string | null>;
	if (answer !== null && answer === findingId) {
		return {reply: 'done', isNew: false};
	}

	const isCounted = usd === '' || call('set', spent, worker, 'NX', 'EX', 86_400) === null || attempt(call, 'incrbyfloat', costKey, usd) !== undefined;
	const isOurs = answer === null && (holder === null ? call('set', claimed, worker, 'NX', 'PX', ttlMs) !== null : holder === worker);
	if (!isOurs || call('set', result, findingId, 'NX') === null) {
		return {reply: 'refused', isNew: false};
	}

	call('set', finding, json);
	call('publish', 'channel:findings', findingId);
	call('publish', 'channel:completions', taskId);
	return {reply: isCounted ? 'done' : 'uncounted', isNew: true};
}
