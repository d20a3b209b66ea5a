import {attempt, type NativeScript} from './native-script.js';

/** Become the leader of the sweep, or remain it. */
export const leadScript: NativeScript = {
	name: 'lead-1',
	sha1: 'b305d9fb021698ac7c1f97ee0b1fe85cc14bce7d',
	run(call, [sweeper], [id, ttlMs]) {
		const leader = attempt(call, 'get', sweeper);
		if (typeof leader === 'string' && leader !== id && Number(call('pttl', sweeper)) >= 0) {
			return 0;
		}

		call('set', sweeper, id, 'PX', ttlMs);
		return 1;
	},
};
