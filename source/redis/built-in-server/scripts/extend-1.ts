import {attempt, type NativeScript} from './native-script.js';

/** Extend the claim of another worker. */
export const extendScript: NativeScript = {
	name: 'extend-1',
	sha1: '3885a1491805754554dc0c150d996ad0e792b38c',
	run(call, [claimed], [seen, ttlMs]) {
		const holder = attempt(call, 'get', claimed);
		return typeof holder === 'string' && holder === seen ? call('pexpire', claimed, ttlMs) : 0;
	},
};
