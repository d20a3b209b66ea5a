import test from 'ava';
import {rescue, takeAway} from '../../../source/swarm/actions/rescue.js';
import {twice} from '../../redis/_everything.js';
import {anybody, bench} from '../../redis/_leases.js';
import {run} from './_run.js';

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
	t.is(await run(rescue, connection, 'free'), 'free');
	await others.claim(['beats'], anybody);
	await connection.call('SET', 'worker:status:other', 'now', 'EX', 60);
	t.is(await run(rescue, connection, 'beats'), 'alive');
	for (const id of ['moves', 'silent']) {
		await claim(id);
	}

	await connection.call('SET', 'task:wakes:claimed', 'sleeper', 'EX', 300);
	const stop = new AbortController();
	const rescues = ['wakes', 'moves', 'silent'].map(async id => run(rescue, connection, id));
	const stopped = run(rescue, connection, 'silent', {}, stop.signal);
	// Commands go one after the other: by now each has looked once.
	await connection.call('PING');
	await connection.call('PING');
	stop.abort();
	await connection.call('SET', 'worker:status:sleeper', 'now', 'EX', 60);
	await connection.call('SET', 'task:moves:claimed', 'other', 'EX', 300);
	await t.throwsAsync(stopped, {name: 'AbortError'});
	t.deepEqual(await Promise.all(rescues), ['alive', 'changed', {kind: 'rescued', holder: 'w'}]);
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
	t.is(await run(rescue, connection, 'a'), 'done');
});
