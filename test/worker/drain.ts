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

/** The note as soon as it says so: it is written twice a second. */
async function noteWith(connection: Connection, state: string, tasks: readonly string[]): Promise<unknown> {
	for (;;) {
		const found = JSON.parse(String(await connection.call('GET', note))) as {readonly state: string; readonly task_ids: readonly string[]} | null;
		if (found?.state === state && found.task_ids.join(' ') === tasks.join(' ')) {
			return found;
		}
	}
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
	t.like(await noteWith(connection, 'idle', []), {
		concurrency: 2, executor: 'puppet', model: null, workdir: null, blocked: null, done: 0, failed: 0, spent_usd: 0, progress: [],
	});
	t.regex(String(await connection.call('GET', heartbeat)), /^\d{4}-\d\d-\d\dT[\d:.]+\+00:00$/);

	await announce(connection, 'a');
	const running = await executor.next();
	await noteWith(connection, 'working', ['a']);
	// A beat that was lost comes again with the next change.
	await connection.call('DEL', heartbeat, note);
	await announce(connection, 'b');
	const other = await executor.next();
	running.options.onProgress({turn: 3, tool: 'Edit', tokens: 1234});
	t.like(await noteWith(connection, 'working', ['a', 'b']), {
		progress: [{
			task: 'a', turn: 3, tool: 'Edit', tokens: 1234,
		}],
	});
	t.true(await isFresh());
	running.finish({costUsd: 0.25});
	// Somebody else has answered it: it is not taken again.
	await connection.call('SET', 'task:b:result', 'f');
	other.fail(new Error('x'));
	await until('finished');
	await until('released');
	t.like(await noteWith(connection, 'idle', []), {done: 1, failed: 0, spent_usd: 0.25});
});

test('draining finishes what is in hand, claims nothing more, and leaves no heartbeat', async t => {
	const {redis, connection} = await server(t);
	const executor = puppet();
	const {loop, events} = await start(t, connection, executor);
	await announce(connection, 'a');
	await announce(connection, 'waits');
	const running = await executor.next();
	const drained = loop.drain();
	await noteWith(connection, 'draining', ['a']);
	t.is(await connection.call('EXISTS', heartbeat), 1);
	await announce(connection, 'late');
	running.finish();
	await drained;
	t.deepEqual(events.filter(({type}) => type !== 'listening').map(({type}) => type), ['claimed', 'draining', 'finished', 'stopped']);
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
	t.deepEqual(events.filter(({type}) => type === 'released'), ['a', 'b'].map(taskId => ({
		type: 'released', taskId, reason: 'the worker was stopped', release: 'announced',
	})));
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
