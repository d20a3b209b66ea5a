import {attempt, type NativeScript} from './native-script.js';

/** Cancel a task that is not done. */
export const cancelScript: NativeScript = {
	name: 'cancel-4',
	sha1: '513eae59f56b5ec9f83cf4c201d5147edfda9e59',
	run(call, [task, result, claimed, cancelled], [now]) {
		if (call('exists', task) === 0) {
			return ['no task'];
		}

		if (call('exists', result) === 1) {
			return ['done'];
		}

		call('set', cancelled, now);
		const holder = attempt(call, 'get', claimed);
		return ['cancelled', typeof holder === 'string' ? holder : ''];
	},
};
