import test from 'ava';
import {type Outcome} from '../../source/executors/executor.js';
import {nothingSpent} from '../../source/executors/spending.js';
import {readFinding} from '../../source/protocol/finding.js';
import {encodeAttempt} from '../../source/worker/encode-attempt.js';

const attempt = {
	findingId: 'finding_1', workerId: 'w', taskId: 'task_1', attempt: 2, description: 't', executor: 'e', durationMs: 12, redact: <T>(value: T) => value,
};
const completed: Outcome = {
	usage: null, tokens: 7, costUsd: 0.5, costBasis: 'list_price', model: null, status: 'completed', result: ['r'], filesChanged: ['f'], citations: ['c'], denials: [],
};
const usage = {
	input: 1, output: 2, cacheRead: 3, cacheWrite5m: 4, cacheWrite1h: 5,
};
const fieldsOf = (json: string) => JSON.parse(json) as Record<string, unknown>;

test('a finding is written with the fixed fields, and with ours on top', t => {
	const {timestamp, ...fields} = fieldsOf(encodeAttempt({...attempt, outcome: completed}));
	t.regex(String(timestamp), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00$/);
	const written = {
		finding_id: 'finding_1', worker_id: 'w', task: 't', result: ['r'], files_changed: ['f'], citations: ['c'], tokens_used: 7, cost: 0.5, status: 'completed', executor: 'e', duration_ms: 12,
	};
	t.deepEqual(fields, {
		...written, cost_basis: 'list_price', task_id: 'task_1', attempt: 2,
	});

	const {timestamp: _, ...simulated} = fieldsOf(encodeAttempt({...attempt, taskId: null, outcome: {...completed, costBasis: 'simulated'}}));
	t.deepEqual(simulated, {...written, cost_basis: 'simulated', simulated: true});
});

test('usage, model and denials are written where there are any', t => {
	const outcome: Outcome = {
		...completed, usage, model: 'm', denials: ['no'], status: 'denied', costUsd: null,
	};
	t.like(fieldsOf(encodeAttempt({...attempt, outcome})), {
		usage: {
			input: 1, output: 2, cache_read: 3, cache_write_5m: 4, cache_write_1h: 5,
		}, model: 'm', denials: ['no'], status: 'denied', cost: null,
	});
	t.like(fieldsOf(encodeAttempt({...attempt, outcome}, 'lost')), {status: 'failed', denials: ['lost', 'no']});
});

test('a failed attempt is written with its error, and what is written is read as it was meant', t => {
	const json = encodeAttempt({
		...attempt,
		outcome: {
			...nothingSpent, usage, tokens: 15, model: 'm', status: 'failed', error: 'boom', blame: 'task', retryAfterMs: null, filesChanged: ['f'],
		},
	});
	const finding = readFinding('finding_1', {kind: 'text', text: json, bytes: json.length});
	t.like(finding, {
		workerId: 'w', taskId: 'task_1', tokens: 15, costUsd: 0, executor: 'e', status: 'failed', model: 'm', usage, simulated: false, malformed: null, oddities: [],
	});
	t.is(finding.result.toJSON(), 'boom');
});
