import test from 'ava';
import {readBudget} from '../../source/protocol/budget-limits.js';
import type {RedisValue} from '../../source/protocol/redis-value.js';

const none = {
	limitUsd: null, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
};

function hash(fields: Readonly<Record<string, string>>): RedisValue {
	return {kind: 'hash', fields: new Map(Object.entries(fields)), bytes: 0};
}

test('caps are read, and what is not there is none', t => {
	t.is(readBudget({kind: 'absent'}), null);
	t.deepEqual(readBudget(hash({limit_usd: '5', per_hour_usd: '0.25'})), {...none, limitUsd: 5, perHourUsd: 0.25});
	t.deepEqual(readBudget(hash({per_task_usd: '0', per_worker_usd: '1e-7'})), {...none, perTaskUsd: 0, perWorkerUsd: 1e-7});
	t.deepEqual(readBudget(hash({note: 'x'})), none);
});

test('what the claim cannot read is unreadable here too', t => {
	for (const value of ['x', '', 'nan', 'inf', '1e999', '-1', '$5', '1,000', '5 usd', '0x10']) {
		for (const field of ['limit_usd', 'per_task_usd', 'per_worker_usd', 'per_hour_usd']) {
			t.is(readBudget(hash({limit_usd: '5', [field]: value})), 'unreadable', `${field} ${value}`);
		}
	}

	t.is(readBudget({kind: 'text', text: '5', bytes: 1}), 'unreadable');
	t.is(readBudget({kind: 'text', text: '{"limit_usd":5}', bytes: 15}), 'unreadable');
	t.is(readBudget({kind: 'other', type: 'list'}), 'unreadable');
});
