import test from 'ava';
import {bench} from '../redis/_leases.js';
import {runCalls, runCli} from './_cli.js';

test('the budget is set, shown and taken away', async t => {
	const {redis, connection} = await bench(t);
	t.deepEqual(await runCli(t, redis.url, 'budget', '5', '--per-task', '$0.25', '--per-hour=2'), {
		code: 0, stdout: '$0.00 of $5 spent\n$5 in total ($5.00 left), $0.25 per task, $2 per hour\n', stderr: '',
	});
	t.deepEqual(await connection.call('HMGET', 'swarm:budget', 'limit_usd', 'per_task_usd', 'per_hour_usd', 'per_worker_usd'), ['5', '0.25', '2', null]);
	await connection.call('SET', 'cost:haiku', '5.5');
	const calls = [
		['budget', '--json'],
		['budget', '--per-hour', 'off', '--per-worker', '1'],
		['budget', 'off'],
		['budget', 'off', '--per-task', '0.5'],
	];
	const [json, text, off, none] = await runCalls(t, redis.url, ...calls);
	t.deepEqual(JSON.parse(json!.said), {
		limit_usd: 5, per_task_usd: 0.25, per_worker_usd: null, per_hour_usd: 2, spent_usd: 5.5, over_usd: 0.5,
	});
	t.is(text?.said, '$5.50 of $5 +$0.5 over spent\n$5 in total ($0.5 over), $0.25 per task, $1 per worker\n');
	t.is(off?.said, '$5.50 spent\nno limits\n');
	t.is(none?.said, '$5.50 spent\n$0.5 per task\n');
	t.deepEqual(await connection.call('HGETALL', 'swarm:budget'), ['per_task_usd', '0.5']);
});

test('what is no amount is refused, and what cannot be read is said', async t => {
	const {redis, connection} = await bench(t);
	const wrong = await runCalls(t, redis.url, ...['much', '-1', '', 'Off'].map(limit => ['budget', limit]), ['budget', '5', '--per-task', '1e999']);
	t.deepEqual(wrong.map(({code}) => code), [2, 2, 2, 2, 2]);
	t.is(wrong[0]?.said, 'Expected US dollars such as 5 or 0.25 for total, got "much".');
	t.is(await connection.call('EXISTS', 'swarm:budget'), 0);

	await connection.call('SET', 'swarm:budget', '5');
	await connection.call('LPUSH', 'cost:haiku', '5');
	const costs = 'Expected US dollars in cost:haiku, got something else: with a budget, workers claim nothing. Set it to the correct sum.';
	t.deepEqual(await runCalls(t, redis.url, ['budget']), [{code: 1, said: costs}]);
	await connection.call('DEL', 'cost:haiku');
	t.deepEqual(await runCalls(t, redis.url, ['budget'], ['budget', 'off']), [
		{code: 1, said: 'Expected US dollars in swarm:budget, got something else: workers claim nothing. Clear it with haiku-swarm budget off.'},
		{code: 0, said: '$0.00 spent\nno limits\n'},
	]);
	t.is(await connection.call('EXISTS', 'swarm:budget'), 0);
	t.like(await runCli(t, redis.url, 'budget', '5', '6'), {code: 2, stdout: ''});
});
