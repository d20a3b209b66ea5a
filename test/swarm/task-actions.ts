import test from 'ava';
import {
	cancelTask, rescueTask, retryTask, takeAway,
} from '../../source/swarm/task-actions.js';
import {twice} from '../redis/_everything.js';
import {anybody, bench} from '../redis/_leases.js';
import {subscriber} from './_subscriber.js';

const never = new AbortController().signal;

test('a task is cancelled if it is there and not done, and is claimed no more', async t => {
	const {connection, claim, write, messages} = await bench(t);
	await write('a', 'done');
	await connection.call('SET', 'task:done:result', 'f');
	t.deepEqual(await cancelTask(connection, 'absent'), {kind: 'no task'});
	t.deepEqual(await cancelTask(connection, 'done'), {kind: 'done'});
	t.is(await connection.call('EXISTS', 'swarm:cancelled:absent', 'swarm:cancelled:done'), 0);
	t.deepEqual(await cancelTask(connection, 'a'), {kind: 'cancelled', holder: null, holderHeard: null});
	t.deepEqual(await claim('a'), {kind: 'over', why: 'cancelled'});
	t.deepEqual(await messages(), []);
});

test('who works on a cancelled task is told, and it is said whether that was heard', async t => {
	const {redis, connection, claim, write} = await bench(t);
	await write('a', 'odd');
	await claim('a');
	t.deepEqual(await cancelTask(connection, 'a'), {kind: 'cancelled', holder: 'w', holderHeard: false});
	const orders = await subscriber(t, redis.url, 'swarm:control:w');
	const order = orders.next(async message => message);
	t.deepEqual(await cancelTask(connection, 'a'), {kind: 'cancelled', holder: 'w', holderHeard: true});
	t.is(await order, 'abort a');
	await connection.call('LPUSH', 'task:odd:claimed', 'x');
	t.deepEqual(await cancelTask(connection, 'odd'), {kind: 'cancelled', holder: null, holderHeard: null});
});

test('a retry gives back all attempts, whatever kept the task from being claimed', async t => {
	const {connection, claim, write, look} = await bench(t);
	await write('a', 'done');
	await connection.call('SET', 'task:done:result', 'f');
	await connection.call('LPUSH', 'swarm:failed:a', 'x');
	await connection.call('MSET', 'swarm:cancelled:a', 'x', 'swarm:backoff:a', 'x', 'swarm:attempts:a', '3', 'swarm:spent-on:a', '5', 'swarm:attempts:done', '1');
	await connection.call('HSET', 'swarm:budget', 'per_task_usd', '5');
	t.is(await retryTask(connection, 'absent'), 'no task');
	t.is(await retryTask(connection, 'done'), 'done');
	t.is(await connection.call('GET', 'swarm:attempts:done'), '1');
	t.is(await retryTask(connection, 'a'), 'announced');
	const {keys} = await look();
	t.is(await retryTask(connection, 'a'), 'announced');
	const after = await look();
	t.deepEqual(after.keys, keys);
	t.deepEqual(after.messages, ['channel:tasks a', 'channel:tasks a']);
	t.like(await claim('a'), {kind: 'claimed', attempt: 1, capUsd: 5});
	// In hand it stays where it is.
	t.is(await retryTask(connection, 'a'), 'announced');
	t.is(await connection.call('GET', 'task:a:claimed'), 'w');
});

test('a claim is taken away from the holder that was seen, if it is silent and the task open', async t => {
	const {connection, claim, others, write, look, messages} = await bench(t);
	await write('a', 'beats', 'done', 'changed', 'cancelled', 'odd');
	for (const id of ['a', 'beats', 'done', 'cancelled']) {
		await claim(id);
	}

	await others.claim(['changed'], anybody);
	await connection.call('SET', 'task:done:result', 'f');
	await connection.call('SET', 'swarm:cancelled:cancelled', 'x');
	await connection.call('LPUSH', 'task:odd:claimed', 'w');
	t.deepEqual(await twice(t, {look}, async () => takeAway(connection, 'a', 'w')), ['rescued', 'changed']);
	t.is(await takeAway(connection, 'done', 'w'), 'done');
	t.is(await takeAway(connection, 'changed', 'w'), 'changed');
	t.is(await takeAway(connection, 'odd', 'w'), 'changed');
	t.is(await takeAway(connection, 'cancelled', 'w'), 'rescued');
	await connection.call('SET', 'worker:status:w', 'now', 'EX', 60);
	t.is(await takeAway(connection, 'beats', 'w'), 'beating');
	t.deepEqual(await connection.call('MGET', 'task:beats:claimed', 'task:done:claimed', 'task:changed:claimed'), ['w', 'w', 'other']);
	t.deepEqual(await messages(), ['channel:tasks a']);
});

test('a rescue by hand looks twice', async t => {
	const {connection, claim, others, write} = await bench(t);
	await write('free', 'beats', 'wakes', 'moves', 'silent');
	t.deepEqual(await rescueTask(connection, 'free', never), {kind: 'free', holder: null});
	await others.claim(['beats'], anybody);
	await connection.call('SET', 'worker:status:other', 'now', 'EX', 60);
	t.deepEqual(await rescueTask(connection, 'beats', never), {kind: 'beating', holder: 'other'});
	for (const id of ['moves', 'silent']) {
		await claim(id);
	}

	await connection.call('SET', 'task:wakes:claimed', 'sleeper', 'EX', 300);
	const stop = new AbortController();
	const rescues = ['wakes', 'moves', 'silent'].map(async id => rescueTask(connection, id, never));
	const stopped = rescueTask(connection, 'silent', stop.signal);
	// Commands go one after the other: by now each has looked once.
	await connection.call('PING');
	await connection.call('PING');
	stop.abort();
	await connection.call('SET', 'worker:status:sleeper', 'now', 'EX', 60);
	await connection.call('SET', 'task:moves:claimed', 'other', 'EX', 300);
	await t.throwsAsync(stopped, {name: 'AbortError'});
	t.deepEqual(await Promise.all(rescues), [{kind: 'beating', holder: 'sleeper'}, {kind: 'changed', holder: 'w'}, {kind: 'rescued', holder: 'w'}]);
	t.is(await connection.call('EXISTS', 'task:silent:claimed'), 0);
	t.is(await connection.call('GET', 'task:wakes:claimed'), 'sleeper');
});

test('a task that is done is told as done, although its claim outlives it', async t => {
	const {connection, claim, leases, write} = await bench(t);
	await write('a');
	await claim('a');
	await leases.complete([{
		taskId: 'a', findingId: 'f', json: '{}', costUsd: 0,
	}]);
	await connection.call('SET', 'worker:status:w', 'now', 'EX', 60);
	t.like(await rescueTask(connection, 'a', never), {kind: 'done'});
});
