import test, {type ExecutionContext} from 'ava';
import type {Connection} from '../../source/redis/connection.js';
import type {Job} from '../../source/executors/executor.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {open} from '../swarm/_watch.js';
import {subscriber} from '../swarm/_subscriber.js';
import {instantly, puppet} from './_executor.js';
import {start} from './_start.js';

async function server(t: ExecutionContext): Promise<{readonly redis: RedisServer; readonly connection: Connection}> {
	const redis = await withRedis(t);
	return {redis, connection: await open(t, redis.url)};
}

async function announce(connection: Connection, ...ids: readonly string[]): Promise<void> {
	for (const id of ids) {
		await connection.call('SET', `task:${id}`, JSON.stringify({description: `do ${id}`, files: ['a.md']}));
		await connection.call('PUBLISH', 'channel:tasks', id);
	}
}

/** The ids of the tasks of jobs, in the order of the alphabet. */
function idsOf(jobs: readonly Job[]): readonly string[] {
	return jobs.map(({taskId}) => taskId ?? '').toSorted();
}

test('a task that is announced is claimed, executed, and answered as the protocol has it', async t => {
	const {redis, connection} = await server(t);
	const executor = puppet();
	const findings = await subscriber(t, redis.url, 'channel:findings');
	const completions = await subscriber(t, redis.url, 'channel:completions');
	const {until} = await start(t, connection, executor);
	await announce(connection, 'a');
	const running = await executor.next();
	t.deepEqual(running.job, {
		taskId: 'a', description: 'do a', files: ['a.md'], context: null, related: [],
	});
	t.is(await connection.call('GET', 'task:a:claimed'), 'haiku_test');
	const ttlSeconds = Number(await connection.call('TTL', 'task:a:claimed'));
	t.true(ttlSeconds > 290 && ttlSeconds <= 300);
	const found = findings.next(async id => connection.call('GET', `finding:${id}`));
	const completed = completions.next(async id => [id, await connection.call('GET', 'task:a:result')]);
	running.finish({
		result: {a: 1}, tokens: 300, costUsd: 0.0011, filesChanged: ['a.md'], citations: ['finding_0'],
	});
	// Whoever hears of it finds it there.
	const finding = JSON.parse(String(await found)) as Readonly<Record<string, unknown>>;
	t.like(finding, {
		worker_id: 'haiku_test', task_id: 'a', task: 'do a', result: {a: 1}, files_changed: ['a.md'], citations: ['finding_0'], tokens_used: 300, cost: 0.0011, status: 'completed', executor: 'puppet',
	});
	t.deepEqual(await completed, ['a', finding.finding_id]);
	await until('finished');
	t.is(await connection.call('GET', 'cost:haiku'), '0.0011');
});

test('it executes as many tasks at a time as it may, and no more', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {loop, until} = await start(t, connection, executor, {concurrency: 3});
	await announce(connection, ...Array.from({length: 10}, (_, index) => `t${index}`));
	const first = await Promise.all([executor.next(), executor.next(), executor.next()]);
	t.is(loop.busy, 3);
	t.is(Number(await connection.call('EXISTS', ...Array.from({length: 10}, (_, index) => `task:t${index}:claimed`))), 3);
	for (const running of first) {
		running.finish();
	}

	for (let left = 7; left > 0; left--) {
		const running = await executor.next();
		running.finish();
	}

	await until('finished', 10);
	t.is(executor.most, 3);
});

test('two workers share fifty tasks, and each is executed once', async t => {
	const {redis, connection} = await server(t);
	const one = instantly();
	const two = instantly();
	const workers = [await start(t, connection, one, {workerId: 'one', concurrency: 4}), await start(t, await open(t, redis.url), two, {workerId: 'two', concurrency: 4})];
	const ids = Array.from({length: 50}, (_, index) => `task_${index}`);
	const completions = await subscriber(t, redis.url, 'channel:completions');
	await announce(connection, ...ids);
	while (completions.messages.length < 50) {
		await completions.next(async id => id);
	}

	await Promise.all(workers.map(async ({loop}) => loop.drain()));
	t.deepEqual(idsOf([...one.jobs, ...two.jobs]), ids.toSorted());
	t.deepEqual([...completions.messages].toSorted(), ids.toSorted());
	t.is((await connection.call('KEYS', 'finding:*') as readonly string[]).length, 50);
});

test('a task that is taken, done or has no body is left alone', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {until} = await start(t, connection, executor);
	await connection.call('SET', 'task:taken:claimed', 'somebody', 'EX', 300);
	await connection.call('SET', 'task:done:result', 'f');
	await connection.call('PUBLISH', 'channel:tasks', 'no-body');
	await connection.call('LPUSH', 'task:list', 'x');
	await connection.call('PUBLISH', 'channel:tasks', 'list');
	await announce(connection, 'taken', 'done', 'free');
	const running = await executor.next();
	t.is(running.job.taskId, 'free');
	running.finish();
	await until('finished');
	t.is(await connection.call('GET', 'task:taken:claimed'), 'somebody');
	t.is(await connection.call('EXISTS', 'task:no-body:claimed', 'task:done:claimed'), 0);
	t.deepEqual(executor.jobs.map(({taskId}) => taskId), ['free']);
});

test('tasks of any shape are worked on', async t => {
	const {connection} = await server(t);
	const executor = instantly();
	const {until} = await start(t, connection, executor);
	for (const [id, body] of [['text', 'just do it'], ['list', '[1]'], ['files', '{"description":"x","files":"a.md, b.md"}'], ['other', '{"prompt":"x"}']] as const) {
		await connection.call('SET', `task:${id}`, body);
		await connection.call('PUBLISH', 'channel:tasks', id);
	}

	await until('finished', 4);
	t.deepEqual(executor.jobs.map(({description, files}) => [description, files]), [['just do it', []], ['[1]', []], ['x', ['a.md', 'b.md']], ['x', []]]);
});

test('tasks that were announced while nobody listened are found at the start', async t => {
	const {connection} = await server(t);
	await announce(connection, 'waits', 'taken', 'done', 'odd:id');
	await connection.call('SET', 'task:taken:claimed', 'somebody', 'EX', 300);
	await connection.call('SET', 'task:done:result', 'f');
	const executor = instantly();
	const {until} = await start(t, connection, executor, {concurrency: 5});
	await until('finished', 2);
	t.deepEqual(idsOf(executor.jobs), ['odd:id', 'waits']);
});

test('tasks that were announced while the link was broken are found afterwards', async t => {
	const {connection} = await server(t);
	const executor = instantly();
	const {until} = await start(t, connection, executor);
	await Promise.all([
		connection.call('MULTI'),
		connection.call('CLIENT', 'KILL', 'TYPE', 'pubsub'),
		connection.call('SET', 'task:unheard', '{"description":"x"}'),
		connection.call('PUBLISH', 'channel:tasks', 'unheard'),
		connection.call('EXEC'),
	]);
	await until('listening', 2);
	await until('finished');
	t.deepEqual(executor.jobs.map(({taskId}) => taskId), ['unheard']);
});

test('more than it can remember is not forgotten', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {until} = await start(t, connection, executor);
	await announce(connection, 'first');
	const first = await executor.next();
	await Promise.all(Array.from({length: 10_000}, async (_, index) => connection.call('PUBLISH', 'channel:tasks', `nothing${index + 1}`)));
	await announce(connection, 'last');
	// Its own announcements come in order: when this one is there, all are.
	t.is(await connection.call('PUBLISH', 'channel:tasks', 'nothing1'), 1);
	first.finish();
	const last = await executor.next();
	t.is(last.job.taskId, 'last');
	last.finish();
	await until('finished', 2);
});

test('a task that fails rests, and is taken again when it is announced after that', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {events, until} = await start(t, connection, executor);
	await announce(connection, 'a');
	const running = await executor.next();
	running.fail(new Error('it broke'));
	await until('released');
	t.deepEqual(events.find(({type}) => type === 'released'), {
		type: 'released', taskId: 'a', reason: 'it broke', release: 'resting',
	});
	t.is(await connection.call('GET', 'swarm:backoff:a'), 'it broke');
	t.is(await connection.call('EXISTS', 'task:a:result', 'task:a:claimed', 'cost:haiku'), 0);
	t.deepEqual(await connection.call('KEYS', 'finding:*'), []);
	await connection.call('PUBLISH', 'channel:tasks', 'a');
	await connection.call('DEL', 'swarm:backoff:a');
	await connection.call('PUBLISH', 'channel:tasks', 'a');
	const again = await executor.next();
	again.finish();
	await until('finished');
	t.like(events.filter(({type}) => type === 'claimed'), [{taskId: 'a', attempt: 1}, {taskId: 'a', attempt: 2}]);
});

test('a claim that passed to another is not given back', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {events, until} = await start(t, connection, executor);
	await announce(connection, 'a');
	const running = await executor.next();
	await connection.call('SET', 'task:a:claimed', 'another', 'EX', 300);
	running.fail(new Error('it broke'));
	await until('released');
	t.like(events.find(({type}) => type === 'released'), {release: 'lost'});
	t.is(await connection.call('GET', 'task:a:claimed'), 'another');
});

test('a second answer stays a finding with its cost, but does not replace the first', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {until} = await start(t, connection, executor);
	await announce(connection, 'a');
	const running = await executor.next();
	await connection.call('SET', 'task:a:result', 'the first');
	running.finish({costUsd: 0.5, tokens: 9, result: 'the second'});
	await until('released');
	t.is(await connection.call('GET', 'task:a:result'), 'the first');
	t.is(await connection.call('GET', 'cost:haiku'), '0.5');
	const [key] = await connection.call('KEYS', 'finding:*') as readonly [string];
	t.like(JSON.parse(String(await connection.call('GET', key))), {
		status: 'failed', result: 'the second', cost: 0.5, denials: ['another worker had taken the task by then'],
	});
});

test('what is simulated, free or unknown adds nothing to the costs', async t => {
	const {connection} = await server(t);
	for (const [id, outcome] of [['simulated', {costUsd: 5, costBasis: 'simulated'}], ['free', {costUsd: 0}], ['unknown', {costUsd: null, costBasis: 'unknown'}]] as const) {
		const {loop, until} = await start(t, connection, instantly(outcome), {workerId: id});
		await announce(connection, id);
		await until('finished');
		await loop.drain();
	}

	t.is(await connection.call('EXISTS', 'cost:haiku', 'cost:sonnet', 'cost:gemini'), 0);
});

test('a concurrency that is none is refused', async t => {
	const {connection} = await server(t);
	for (const concurrency of [0, -1, 1.5, 101, Number.NaN]) {
		await t.throwsAsync(start(t, connection, instantly(), {concurrency}), {instanceOf: TypeError, message: /^Expected a concurrency from 1 to 100/});
	}
});
