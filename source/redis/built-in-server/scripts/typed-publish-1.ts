import {fieldKind, withoutControls} from './json.js';
import {luaError} from './lua.js';
import type {NativeScript} from './native-script.js';

/** Write a task and announce it, for a model that types. */
export const typedPublishScript: NativeScript = {
	name: 'typed-publish-1',
	sha1: '3678762a931d91ae921204ba40f2b774e19ea939',
	run(call, [task], [taskId, json]) {
		if (json === undefined) {
			throw luaError(1, 'attempt to index field \'?\' (a nil value)');
		}

		const body = withoutControls(json);
		if (fieldKind(body, 'description') !== 'string') {
			return 'NO: this is no JSON object with a description';
		}

		if (call('set', task, body, 'NX') === null) {
			return 'NO: the id is taken, try again';
		}

		return `TASK=${taskId} heard by ${call('publish', 'channel:tasks', taskId) as number}`;
	},
};
