import type {NativeScript} from './native-script.js';

/** Keep a claim, for a model that types. */
export const typedKeepScript: NativeScript = {
	name: 'typed-keep-2',
	sha1: '225e9de6275479d9e347dd25a1b7d2e9412d7767',
	run(call, [claimed, cancelled], [worker]) {
		if (call('get', claimed) !== worker) {
			return 'LOST';
		}

		if (call('exists', cancelled) === 1) {
			return 'CANCELLED';
		}

		return call('expire', claimed, 300) === 1 ? 'YOURS for 300 seconds' : null;
	},
};
