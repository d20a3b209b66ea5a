import type {Reply} from '../reply.js';
import {attempt, type Call, type NativeScript} from './native-script.js';

/** Look at open tasks. */
export const surveyScript: NativeScript = {
	name: 'survey-n',
	sha1: '986f7d8c212372c0367d8ec9ef08610167e78070',
	run(call, keys) {
		const replies: Reply[] = [];
		for (let at = 0; at < keys.length; at += 6) {
			replies.push(look(call, keys.slice(at, at + 6)));
		}

		return replies;
	},
};

function look(call: Call, [task, claimed, result, cancelled, failed, backoff]: readonly string[]): Reply {
	if (call('exists', task) === 0) {
		return 'gone';
	}

	if (call('exists', result) === 1) {
		return 'done';
	}

	if (call('exists', cancelled, failed, backoff) !== 0) {
		return 'rest';
	}

	const holder = attempt(call, 'get', claimed);
	return typeof holder === 'string'
		? [holder, call('pttl', claimed), call('exists', `worker:status:${holder}`), call('exists', `swarm:beats:${holder}`)]
		: 'waiting';
}
