import test from 'ava';
import {quick} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {instantly, puppet} from './_executor.js';
import {announce, server} from './_server.js';
import {start} from './_start.js';

test('after so many tasks it leaves, and has claimed no more than these', async t => {
	const {redis, connection} = await server(t);
	for (let index = 0; index < 10; index++) {
		await connection.call('SET', `task:t${index}`, 'x');
	}

	const executor = instantly();
	const {loop, events} = await start(t, await open(t, redis.url), executor, {maxTasks: 3, concurrency: 8});
	await loop.stopped();
	t.is(executor.jobs.length, 3);
	t.is((await connection.call('KEYS', 'swarm:attempts:*') as readonly string[]).length, 3);
	t.is((await connection.call('KEYS', 'task:*:claimed') as readonly string[]).length, 3);
	t.is(events.at(-1)?.type, 'stopped');
});

test('after so long without anything to do it leaves, but not while it works', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {loop, events} = await start(t, connection, executor, {idleExitMs: 200, timings: quick});
	await announce(connection, 'a');
	const running = await executor.next();
	const startMs = performance.now();
	while (performance.now() - startMs < 1500) {
		await connection.call('PING');
	}

	t.is(loop.busy, 1);
	running.finish();
	await loop.stopped();
	t.deepEqual(events.map(({type}) => type), ['listening', 'claimed', 'finished', 'draining', 'stopped']);
});

test('secrets stay out of findings, notes and events', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const redact = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll('hunter2', '***')) as T;
	const {events, until} = await start(t, connection, executor, {concurrency: 3, redact, timings: {...quick, backoffMs: 60_000}});
	await announce(connection, 'a', 'b', 'c');
	const [a, b, c] = [await executor.next(), await executor.next(), await executor.next()];
	a.finish({
		result: {secret: ['hunter2']}, filesChanged: ['hunter2.md'], denials: ['no hunter2'], status: 'denied',
	});
	b.fail(new Error('b with hunter2'));
	c.end({
		usage: null, tokens: 5, costUsd: 0.5, costBasis: 'reported', model: 'm', status: 'failed', error: 'c with hunter2', blame: 'worker', retryAfterMs: 60_000, filesChanged: [],
	});
	await until('finished');
	await until('released', 2);
	await loopNoted();
	const keys = await connection.call('KEYS', '*') as readonly string[];
	const texts = await Promise.all(keys.map(async key => connection.call('GET', key).catch(() => '')));
	t.regex(texts.join('\n'), /\*{3}/);
	t.notRegex(texts.join('\n') + JSON.stringify(events), /hunter2/);

	async function loopNoted(): Promise<void> {
		while (!String(await connection.call('GET', 'swarm:worker:haiku_test')).includes('"blocked":"c with ***"')) {
			// It is written twice a second.
		}
	}
});
