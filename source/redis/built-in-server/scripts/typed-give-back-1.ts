import type {NativeScript} from './native-script.js';

/** Give a task back, for a model that types. */
export const typedGiveBackScript: NativeScript = {
	name: 'typed-give-back-1',
	sha1: 'bbf4478f6dccb84ba79f297b0bd7eac803fa766a',
	run(call, [claimed], [worker, taskId]) {
		if (call('get', claimed) !== worker) {
			return 'LOST';
		}

		call('del', claimed);
		call('publish', 'channel:tasks', taskId);
		return 'GIVEN BACK';
	},
};
