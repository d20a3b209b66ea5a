import type {NativeScript} from './native-script.js';

/** Give a task all its attempts again. */
export const retryScript: NativeScript = {
	name: 'retry-7',
	sha1: '4c954ab4a797f28a61e8ff66c7bba21b749e1631',
	run(call, [task, result, failed, cancelled, backoff, attempts, spentOn], [taskId]) {
		if (call('exists', task) === 0) {
			return 'no task';
		}

		if (call('exists', result) === 1) {
			return 'done';
		}

		call('del', failed, cancelled, backoff, attempts, spentOn);
		call('publish', 'channel:tasks', taskId);
		return 'announced';
	},
};
