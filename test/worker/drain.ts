import test, {type ExecutionContext} from 'ava';
import type {Connection} from '../../source/redis/connection.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {subscriber} from '../swarm/_subscriber.js';
import {open} from '../swarm/_watch.js';
import {puppet} from './_executor.js';
import {start} from './_start.js';

const heartbeat = 'worker:status:haiku_test';
const note = 'swarm:worker:haiku_test';

async function server(t: ExecutionContext): Promise<{readonly redis: RedisServer; readonly connection: Connection}> {
	const redis = await withRedis(t);
	return {redis, connection: await open(t, redis.url)};
}

async function announce(connection: Connection, id: string): Promise<void> {
	await connection.call('SET', `task:${id}`, '{"description":"x"}');
	await connection.call('PUBLISH', 'channel:tasks', id);
}

async function noteOf(connection: Connection): Promise<unknown> {
	return JSON.parse(String(await connection.call('GET', note)));
}

test('it beats while it is idle and while it is busy, and says what it does', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {until} = await start(t, connection, executor, {concurrency: 2});
	const isFresh = async () => {
		const ttls = await Promise.all([heartbeat, note].map(async key => Number(await connection.call('TTL', key))));
		return ttls.every(seconds => seconds > 40 && seconds <= 60);
	};

	t.true(await isFresh());
	t.like(await noteOf(connection), {
		state: 'idle', task_ids: [], concurrency: 2, executor: 'puppet', done: 0, failed: 0,
	});
	t.regex(String(await connection.call('GET', heartbeat)), /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);

	await announce(connection, 'a');
	const running = await executor.next();
	t.like(await noteOf(connection), {state: 'working', task_ids: ['a']});
	// A beat that was lost comes again with the next change.
	await connection.call('DEL', heartbeat, note);
	await announce(connection, 'b');
	const other = await executor.next();
	t.true(await isFresh());
	t.like(await noteOf(connection), {state: 'working', task_ids: ['a', 'b']});
	running.finish();
	// Somebody else has answered it: it is not taken again.
	await connection.call('SET', 'task:b:result', 'f');
	other.fail(new Error('x'));
	await until('finished');
	await until('released');
	t.like(await noteOf(connection), {
		state: 'idle', task_ids: [], done: 1, failed: 1,
	});
});

test('draining finishes what is in hand, claims nothing more, and leaves no heartbeat', async t => {
	const {redis, connection} = await server(t);
	const executor = puppet();
	const {loop, events} = await start(t, connection, executor);
	await announce(connection, 'a');
	await announce(connection, 'waits');
	const running = await executor.next();
	const drained = loop.drain();
	t.like(await noteOf(connection), {state: 'draining', task_ids: ['a']});
	t.is(await connection.call('EXISTS', heartbeat), 1);
	await announce(connection, 'late');
	running.finish();
	await drained;
	t.deepEqual(events.filter(({type}) => type !== 'listening').map(({type}) => type), ['claimed', 'finished']);
	t.is(await connection.call('EXISTS', heartbeat, note, 'task:waits:claimed', 'task:late:claimed'), 0);
	t.is(await connection.call('EXISTS', 'task:a:result'), 1);
	t.is(loop.busy, 0);
	let listening = '';
	for (let attempt = 0; attempt < 100 && listening !== 'channel:tasks\n0'; attempt++) {
		listening = await redis.cli('PUBSUB', 'NUMSUB', 'channel:tasks');
	}

	t.is(listening, 'channel:tasks\n0');
});

test('what it cannot finish in time is given back and announced again', async t => {
	const {redis, connection} = await server(t);
	const executor = puppet();
	const {loop, events} = await start(t, connection, executor, {concurrency: 2});
	await announce(connection, 'a');
	await announce(connection, 'b');
	await executor.next();
	await executor.next();
	const tasks = await subscriber(t, redis.url, 'channel:tasks');
	await loop.drain(0);
	t.is(await connection.call('EXISTS', 'task:a:claimed', 'task:b:claimed', heartbeat, note), 0);
	t.deepEqual(events.filter(({type}) => type === 'released'), ['a', 'b'].map(taskId => ({type: 'released', taskId, reason: 'the worker was stopped'})));
	while (tasks.messages.length < 2) {
		await tasks.next(async id => id);
	}

	t.deepEqual([...tasks.messages].toSorted(), ['a', 'b']);
});

test('a second call with less patience hurries the first', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {loop} = await start(t, connection, executor);
	await announce(connection, 'a');
	await executor.next();
	const patient = loop.drain(1e6);
	await loop.drain(0);
	await patient;
	t.is(await connection.call('EXISTS', 'task:a:claimed'), 0);
});

test('draining twice, and without anything in hand, is nothing', async t => {
	const {connection} = await server(t);
	const {loop} = await start(t, connection, puppet());
	await loop.drain();
	await loop.drain();
	t.is(await connection.call('EXISTS', heartbeat, note), 0);
});
