import test from 'ava';
import {defaultTimings} from '../../source/protocol/timings.js';
import {cancel} from '../../source/swarm/actions/cancel.js';
import type {Executor} from '../../source/executors/executor.js';
import {subscriber} from '../swarm/_subscriber.js';
import {run} from '../swarm/actions/_run.js';
import {quick, sweep} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {failure, puppet} from './_executor.js';
import {announce, findings, server} from './_server.js';
import {start} from './_start.js';

test('a claim is kept as long as somebody works on the task', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {until} = await start(t, connection, executor, {timings: {...quick, claimTtlMs: 2000, beatEveryMs: 50}});
	await announce(connection, 'a');
	const running = await executor.next();
	const claimedAtMs = performance.now();
	const holders = new Set<unknown>();
	// Longer than the claim would last.
	while (performance.now() - claimedAtMs < 2500) {
		holders.add(await connection.call('GET', 'task:a:claimed'));
	}

	t.deepEqual([...holders], ['haiku_test']);

	// Lost all the same, and nobody has taken it: it is taken again.
	await connection.call('DEL', 'task:a:claimed');
	while (await connection.call('GET', 'task:a:claimed') === null) {
		// With the next beat.
	}

	t.false(running.options.signal.aborted);
	running.finish();
	await until('finished');
	t.is(await connection.call('GET', 'swarm:attempts:a'), '1');
});

test('an attempt whose task passed to another ends, and nothing of it is written but what it cost', async t => {
	const {redis, connection} = await server(t);
	const inner = puppet();
	const executor: Executor = {
		...inner,
		async execute(job, options) {
			try {
				return await inner.execute(job, options);
			} catch (error) {
				if (job.taskId === 'free') {
					throw error;
				}

				return {
					...failure, error: 'it was aborted', costUsd: 0.5, tokens: 5,
				};
			}
		},
	};
	const {events, until} = await start(t, connection, executor, {timings: quick, concurrency: 2});
	const completions = await subscriber(t, redis.url, 'channel:completions');
	await announce(connection, 'paid', 'free');
	await inner.next();
	await inner.next();
	await connection.call('MSET', 'task:paid:claimed', 'another', 'task:free:claimed', 'another');
	await until('released', 2);
	t.deepEqual(events.flatMap(event => event.type === 'released' ? `${event.taskId} ${event.release}` : []).toSorted(), ['free lost', 'paid lost']);
	const written = await findings(connection);
	t.is(written.length, 1);
	t.like(written[0], {
		task_id: 'paid', status: 'failed', cost: 0.5, denials: ['another worker has taken it'],
	});
	t.is(await connection.call('GET', 'cost:haiku'), '0.5');
	t.deepEqual(await connection.call('MGET', 'task:paid:claimed', 'task:free:claimed', 'swarm:backoff:paid', 'swarm:failed:paid'), ['another', 'another', null, null]);
	t.deepEqual(completions.messages, []);
});

test('whoever works on a task that is cancelled stops, told or not, and nobody begins it again', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {events, until} = await start(t, connection, executor, {timings: quick});
	await announce(connection, 'told');
	await executor.next();
	t.deepEqual(await run(cancel, connection, 'told'), {kind: 'cancelled', holder: 'haiku_test', told: true});
	await until('released');

	await announce(connection, 'untold');
	await executor.next();
	await connection.call('SET', 'swarm:cancelled:untold', 'by hand');
	await until('released', 2);
	t.like(events.filter(({type}) => type === 'released'), [{taskId: 'told', release: 'cancelled'}, {taskId: 'untold', release: 'cancelled', reason: 'it was cancelled'}]);

	await connection.call('SET', 'task:waits', 'x');
	await run(cancel, connection, 'waits');
	await announce(connection, 'waits', 'told', 'untold', 'last');
	const last = await executor.next();
	t.is(last.job.taskId, 'last');
	t.is(await connection.call('EXISTS', 'task:told:claimed', 'task:untold:claimed'), 0);
});

test('a task that fails again and again is tried three times and then set aside', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	sweep(t, connection);
	const {events, until} = await start(t, connection, executor, {timings: quick});
	await announce(connection, 'a');
	for (const attempt of [1, 2, 3]) {
		const running = await executor.next();
		running.fail(new Error(`broke ${attempt}`));
		await until('released', attempt);
	}

	t.deepEqual(events.flatMap(event => event.type === 'released' ? event.release : []), ['resting', 'resting', 'set aside']);
	t.like(JSON.parse(String(await connection.call('GET', 'swarm:failed:a'))), {error: 'broke 3', attempts: 3, worker_id: 'haiku_test'});
	await announce(connection, 'a', 'b');
	const next = await executor.next();
	t.is(next.job.taskId, 'b');
});

test('a foreign worker that beats keeps its task beside ours', async t => {
	const {redis, connection} = await server(t);
	const executor = puppet();
	// Sixty seconds before its end a claim is late.
	const timings = {...quick, claimTtlMs: defaultTimings.claimTtlMs};
	await connection.call('SET', 'worker:status:foreign', 'now');
	await connection.call('SET', 'task:theirs', 'x');
	await connection.call('SET', 'task:theirs:claimed', 'foreign', 'EX', 50);
	const sweeping = sweep(t, connection, 'sweeper', timings);
	await start(t, await open(t, redis.url), executor, {timings});
	while (Number(await connection.call('PTTL', 'task:theirs:claimed')) < 100_000) {
		// It is extended before it runs out.
	}

	await announce(connection, 'ours');
	const running = await executor.next();
	t.is(running.job.taskId, 'ours');
	running.finish();
	t.false(sweeping.events.some(({type}) => type === 'rescued'));
	t.is(await connection.call('GET', 'task:theirs:claimed'), 'foreign');
});
