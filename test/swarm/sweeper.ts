import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {Connection} from '../../source/redis/connection.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {subscriber} from './_subscriber.js';
import {quick, sweep, type Sweeping} from './_sweep.js';
import {open} from './_watch.js';

async function server(t: ExecutionContext): Promise<{readonly redis: RedisServer; readonly connection: Connection}> {
	const redis = await withRedis(t);
	return {redis, connection: await open(t, redis.url)};
}

/** Resolves when the leader has looked at everything some more times, which it shows by announcing a task that is new. */
async function looks({until}: Sweeping, connection: Connection, name: string): Promise<void> {
	await connection.call('SET', `task:marker ${name}`, 'x');
	await connection.call('PUBLISH', 'channel:tasks', `marker ${name}`);
	await until(event => event.type === 'announced' && event.taskId === `marker ${name}`);
}

/** Asks until the answer is as wanted. */
async function eventually(ask: () => Promise<unknown>, wanted: (answer: unknown) => boolean): Promise<void> {
	while (!wanted(await ask())) {
		// The next answer may be.
	}
}

test('what nobody heard of, or nobody took, is announced again; what is to be left alone is not', async t => {
	const {redis, connection} = await server(t);
	for (const id of ['before', 'done', 'cancelled', 'failed', 'rests', 'held']) {
		await connection.call('SET', `task:${id}`, 'x');
	}

	await connection.call('MSET', 'task:done:result', 'f', 'swarm:cancelled:cancelled', 'x', 'swarm:failed:failed', 'x', 'swarm:backoff:rests', 'x');
	await connection.call('SET', 'task:held:claimed', 'foreign', 'EX', 300);
	const tasks = await subscriber(t, redis.url, 'channel:tasks');
	const sweeping = sweep(t, connection);
	await sweeping.until(({type}) => type === 'leads');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'before');
	await connection.call('SET', 'task:heard', 'x');
	await connection.call('PUBLISH', 'channel:tasks', 'heard');
	await connection.call('PUBLISH', 'channel:tasks', 'no body');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'heard');
	await connection.call('SET', 'task:no body', 'it came late');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'no body');
	await connection.call('DEL', 'swarm:backoff:rests', 'task:held:claimed');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'rests');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'held');
	// A message may come after the event that tells of it.
	for (const id of ['before', 'heard', 'held', 'no body', 'rests']) {
		while (!tasks.messages.includes(id)) {
			await tasks.next(async message => message);
		}
	}

	t.false(tasks.messages.some(id => ['done', 'cancelled', 'failed'].includes(id)));
	await connection.call('DEL', 'swarm:cancelled:cancelled', 'swarm:failed:failed');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'cancelled');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'failed');
	t.false(sweeping.events.some(event => event.type === 'announced' && event.taskId === 'done'));
});

test('other channels name no tasks, and what is no id is not kept', async t => {
	const {connection} = await server(t);
	const sweeping = sweep(t, connection);
	await sweeping.until(({type}) => type === 'leads');
	// By now the first scan is over: these are known only where they are heard.
	await looks(sweeping, connection, 'one');
	const long = 'x'.repeat(600);
	await connection.call('MSET', 'task:elsewhere', 'x', `task:${long}`, 'x');
	await connection.call('PUBLISH', 'channel:tools', 'elsewhere');
	await connection.call('PUBLISH', 'channel:tasks', long);
	await looks(sweeping, connection, 'two');
	await looks(sweeping, connection, 'three');
	t.deepEqual(sweeping.events.flatMap(event => event.type === 'announced' ? event.taskId.split(' ')[0]! : []).filter(id => id !== 'marker'), []);
});

test('a worker of ours that fell silent is robbed, one that beats is not, and a foreign one never', async t => {
	const {connection} = await server(t);
	for (const id of ['silent', 'beating', 'foreign']) {
		await connection.call('SET', `task:of ${id}`, 'x');
		await connection.call('SET', `task:of ${id}:claimed`, id, 'EX', 300);
	}

	await connection.call('MSET', 'swarm:beats:silent', '1', 'swarm:beats:beating', '1', 'worker:status:beating', 'now');
	const sweeping = sweep(t, connection);
	t.deepEqual(await sweeping.until(({type}) => type === 'rescued'), {type: 'rescued', taskId: 'of silent', holder: 'silent'});
	await looks(sweeping, connection, 'one');
	await looks(sweeping, connection, 'two');
	t.deepEqual(await connection.call('MGET', 'task:of silent:claimed', 'task:of beating:claimed', 'task:of foreign:claimed'), [null, 'beating', 'foreign']);
	t.is(sweeping.events.filter(({type}) => type === 'rescued').length, 1);
});

test('the claim of a foreign worker is extended while that one beats, and left to run out when it does not', async t => {
	const {connection} = await server(t);
	for (const id of ['beating', 'silent']) {
		await connection.call('SET', `task:of ${id}`, 'x');
		await connection.call('SET', `task:of ${id}:claimed`, id, 'EX', 50);
	}

	await connection.call('SET', 'worker:status:beating', 'now');
	const sweeping = sweep(t, connection);
	await eventually(async () => connection.call('TTL', 'task:of beating:claimed'), seconds => Number(seconds) > 290);
	await looks(sweeping, connection, 'one');
	t.true(Number(await connection.call('TTL', 'task:of silent:claimed')) <= 50);
	await connection.call('DEL', 'task:of silent:claimed');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'of silent');
	t.is(await connection.call('GET', 'task:of beating:claimed'), 'beating');
});

test('a task that was announced again keeps its claim for an hour when it is done, whoever holds it', async t => {
	const {connection} = await server(t);
	for (const id of ['held', 'free', 'never announced']) {
		await connection.call('SET', `task:${id}`, 'x');
	}

	await connection.call('SET', 'task:never announced:claimed', 'foreign', 'EX', 300);
	const sweeping = sweep(t, connection);
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'held');
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'free');
	await connection.call('SET', 'task:held:claimed', 'foreign', 'EX', 300);
	await connection.call('MSET', 'task:held:result', 'f', 'task:free:result', 'f', 'task:never announced:result', 'f');
	for (const id of ['held', 'free']) {
		await eventually(async () => connection.call('TTL', `task:${id}:claimed`), seconds => Number(seconds) > 3000);
	}

	await looks(sweeping, connection, 'one');
	t.is(await connection.call('GET', 'task:held:claimed'), 'foreign');
	t.true(Number(await connection.call('TTL', 'task:never announced:claimed')) <= 300);
});

test('of two one leads; the other takes over when the leader stops, and when it is gone', async t => {
	const {redis, connection} = await server(t);
	const first = sweep(t, connection, 'first');
	await first.until(({type}) => type === 'leads');
	const second = sweep(t, await open(t, redis.url), 'second');
	await connection.call('SET', 'task:a', 'x');
	await connection.call('PUBLISH', 'channel:tasks', 'a');
	await first.until(({type}) => type === 'announced');
	t.deepEqual(second.events, []);
	t.is(await connection.call('GET', 'swarm:sweeper'), 'first');
	await first.sweeper.stop();
	await second.until(({type}) => type === 'leads');
	await second.until(event => event.type === 'announced' && event.taskId === 'a');

	// A leader that was killed says nothing any more.
	await connection.call('SET', 'swarm:sweeper', 'killed', 'PX', 700);
	await second.until(({type}) => type === 'follows');
	await second.until(({type}) => type === 'leads', 2);
	t.is(await connection.call('GET', 'swarm:sweeper'), 'second');
	await second.sweeper.stop();
	t.is(await connection.call('EXISTS', 'swarm:sweeper'), 0);
});

test('who claims to lead for ever, or what is no name, keeps nobody from leading', async t => {
	const {connection} = await server(t);
	await connection.call('SET', 'swarm:sweeper', 'somebody');
	const {until, sweeper} = sweep(t, connection);
	await until(({type}) => type === 'leads');
	await sweeper.stop();
	await connection.call('LPUSH', 'swarm:sweeper', 'x');
	const other = sweep(t, connection, 'other');
	await other.until(({type}) => type === 'leads');
	t.is(await connection.call('GET', 'swarm:sweeper'), 'other');
});

testWithRealServer('a scan that failed is made again soon', async t => {
	const {connection} = await server(t);
	await connection.call('ACL', 'SETUSER', 'default', '-scan');
	const {until} = sweep(t, connection);
	await until(({type}) => type === 'error');
	await connection.call('SET', 'task:unheard', 'x');
	await connection.call('ACL', 'SETUSER', 'default', '+@all');
	t.like(await until(({type}) => type === 'announced'), {taskId: 'unheard'});
});

test('after a long outage everything is looked at again, and nobody is robbed before he could come back', async t => {
	const {redis, connection} = await server(t);
	const settleMs = 3000;
	const sweeping = sweep(t, connection, 'sweeper', {...quick, beatEveryMs: 2000, settleMs});
	await sweeping.until(({type}) => type === 'leads');
	await looks(sweeping, connection, 'one');
	redis.kill('SIGKILL');
	// Long enough for beats to run out, and for several attempts to connect again.
	await delay(2200);
	const backAtMs = performance.now();
	await redis.restart();
	const again = await open(t, redis.url);
	await again.call('MSET', 'task:a', 'x', 'swarm:beats:w', '1', 'task:unheard', 'x');
	await again.call('SET', 'task:a:claimed', 'w', 'EX', 300);
	await sweeping.until(event => event.type === 'announced' && event.taskId === 'unheard');
	await sweeping.until(({type}) => type === 'rescued');
	t.true(performance.now() - backAtMs > settleMs);
});

test('the findings of others come into the index, and the oldest leave it', async t => {
	const {connection} = await server(t);
	await connection.call('ZADD', 'swarm:findings', ...Array.from({length: 1200}, (_, index) => [index + 1, `f${index + 1}`]).flat());
	const sweeping = sweep(t, connection);
	await eventually(async () => connection.call('ZCARD', 'swarm:findings'), count => Number(count) === 1000);
	await looks(sweeping, connection, 'one');
	await connection.call('PUBLISH', 'channel:findings', 'theirs');
	await connection.call('PUBLISH', 'channel:findings', 'f1200');
	await eventually(async () => connection.call('ZREVRANGE', 'swarm:findings', 0, 0), ids => String(ids) === 'theirs');
	t.is(await connection.call('ZSCORE', 'swarm:findings', 'f1200'), '1200');
	t.is(await connection.call('ZSCORE', 'swarm:findings', 'f1'), null);
});

test('it stops in the middle of a sweep, twice, and leaves nothing behind', async t => {
	const {redis, connection} = await server(t);
	const {sweeper, until} = sweep(t, connection);
	await until(({type}) => type === 'leads');
	await Promise.all([sweeper.stop(), sweeper.stop()]);
	t.is(await connection.call('EXISTS', 'swarm:sweeper'), 0);
	await eventually(async () => redis.cli('CLIENT', 'LIST', 'TYPE', 'pubsub'), list => list === '');
});
