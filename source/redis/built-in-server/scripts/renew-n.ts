import {attempt, type Call, type NativeScript} from './native-script.js';

/** Keep claims. */
export const renewScript: NativeScript = {
	name: 'renew-n',
	sha1: '752f386e13b8efa2d9546a1317e265026fdf1810',
	run(call, keys, args) {
		const replies: string[] = [];
		for (let at = 0; at < keys.length; at += 4) {
			replies.push(renew(call, keys.slice(at, at + 4), args));
		}

		return replies;
	},
};

function renew(call: Call, [claimed, result, cancelled, failed]: readonly string[], [worker, ttlMs]: readonly string[]): 'kept' | 'lost' | 'cancelled' {
	const holder = attempt(call, 'get', claimed);
	if (call('exists', cancelled) === 1) {
		return 'cancelled';
	}

	const isOthers = holder !== null && (holder === undefined || holder !== worker);
	if (isOthers || call('exists', result, failed) !== 0) {
		return 'lost';
	}

	call('set', claimed, worker, 'PX', ttlMs);
	return 'kept';
}
