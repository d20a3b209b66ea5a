import test from 'ava';
import {retry} from '../../../source/swarm/actions/retry.js';
import {bench} from '../../redis/_leases.js';
import {run} from './_run.js';

test('a retry gives back all attempts, whatever kept the task from being claimed', async t => {
	const {connection, claim, write, look} = await bench(t);
	await write('a', 'done');
	await connection.call('SET', 'task:done:result', 'f');
	await connection.call('LPUSH', 'swarm:failed:a', 'x');
	await connection.call('MSET', 'swarm:cancelled:a', 'x', 'swarm:backoff:a', 'x', 'swarm:attempts:a', '3', 'swarm:spent-on:a', '5', 'swarm:attempts:done', '1');
	await connection.call('HSET', 'swarm:budget', 'per_task_usd', '5');
	t.is(await run(retry, connection, 'absent'), 'missing');
	t.is(await run(retry, connection, 'done'), 'done');
	t.is(await connection.call('GET', 'swarm:attempts:done'), '1');
	t.deepEqual(await run(retry, connection, 'a'), {kind: 'announced'});
	const {keys} = await look();
	t.deepEqual(await run(retry, connection, 'a'), {kind: 'announced'});
	const after = await look();
	t.deepEqual(after.keys, keys);
	t.deepEqual(after.messages, ['channel:tasks a', 'channel:tasks a']);
	t.like(await claim('a'), {kind: 'claimed', attempt: 1, limitUsd: 5});
	// In hand it stays where it is.
	t.deepEqual(await run(retry, connection, 'a'), {kind: 'announced'});
	t.is(await connection.call('GET', 'task:a:claimed'), 'w');
});
