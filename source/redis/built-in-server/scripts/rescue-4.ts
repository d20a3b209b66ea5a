import {attempt, type NativeScript} from './native-script.js';

/** Take a claim away from a holder that has fallen silent. */
export const rescueScript: NativeScript = {
	name: 'rescue-4',
	sha1: '566543741ad60503abe59b5b83b07a11095c280e',
	run(call, [claimed, result, status, cancelled], [seen, taskId]) {
		if (call('exists', result) === 1) {
			return 'done';
		}

		const holder = attempt(call, 'get', claimed);
		if (typeof holder !== 'string' || holder !== seen) {
			return 'changed';
		}

		if (call('exists', status) === 1) {
			return 'beating';
		}

		call('del', claimed);
		if (call('exists', cancelled) === 0) {
			call('publish', 'channel:tasks', taskId);
		}

		return 'rescued';
	},
};
