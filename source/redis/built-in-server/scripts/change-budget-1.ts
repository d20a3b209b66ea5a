import {toAmount} from './lua.js';
import type {NativeScript} from './native-script.js';

/** Change caps of the budget. */
export const changeBudgetScript: NativeScript = {
	name: 'change-budget-1',
	sha1: '2c1ae81b98349128f775ccbaa18115e1bab78472',
	run(call, [budget], args) {
		const type = call('type', budget);
		if (type === null || typeof type !== 'object' || !('text' in type) || type.text !== 'hash') {
			call('del', budget);
		}

		for (const field of ['limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd']) {
			const cap = call('hget', budget, field);
			if (cap !== null && toAmount(cap) === undefined) {
				call('hdel', budget, field);
			}
		}

		for (let at = 0; at < args.length; at += 2) {
			const [field, cap] = args.slice(at, at + 2);
			if (cap === '') {
				call('hdel', budget, field);
			} else {
				call('hset', budget, field, cap);
			}
		}

		return 'OK';
	},
};
