import {attempt, type NativeScript} from './native-script.js';
import {nowMs} from './now.js';

/** Write a finding that answers no task. */
export const recordScript: NativeScript = {
	name: 'record-4',
	sha1: '305ff21581c31bd6766cba4fcce0b2ec6a9e87dc',
	run(call, [finding, spent, cost, findings], [findingId, json, usd]) {
		if (call('set', finding, json, 'NX') === null) {
			return 'recorded';
		}

		const isCounted = usd === '' || call('set', spent, '1', 'NX', 'EX', 86_400) === null || attempt(call, 'incrbyfloat', cost, usd) !== undefined;
		attempt(call, 'zadd', findings, nowMs(call), findingId);
		call('publish', 'channel:findings', findingId);
		return isCounted ? 'recorded' : 'uncounted';
	},
};
