import test from 'ava';
import {UserError} from '../../source/protocol/user-error.js';
import type {Connection} from '../../source/redis/connection.js';
import {controlWorker} from '../../source/swarm/actions/control-action.js';
import {WorkerLoop} from '../../source/worker/worker-loop.js';
import {quick} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {puppet} from './_executor.js';
import {announce, server, type Written} from './_server.js';
import {start} from './_start.js';

/** Waits until the note of the worker says so. */
async function untilNoted(connection: Connection, isWanted: (note: Written) => boolean): Promise<void> {
	for (;;) {
		const note = JSON.parse(String(await connection.call('GET', 'swarm:worker:haiku_test'))) as Written | null;
		if (note && isWanted(note)) {
			return;
		}
	}
}

test('a pause lets go on what is in hand and claims nothing until it is over', async t => {
	const {redis, connection} = await server(t);
	const elsewhere = await open(t, redis.url);
	const executor = puppet();
	const {loop, events, until} = await start(t, connection, executor, {concurrency: 2});
	await announce(connection, 'before');
	const before = await executor.next();
	t.true(await controlWorker(elsewhere, 'haiku_test', {kind: 'pause'}));
	await until('paused');
	t.true(loop.isPaused);
	await untilNoted(connection, ({state}) => state === 'paused');
	await announce(connection, 'meanwhile');
	before.finish();
	await until('finished');
	await controlWorker(elsewhere, 'haiku_test', {kind: 'resume'});
	const after = await executor.next();
	t.is(after.job.taskId, 'meanwhile');
	// It came by the same way as the order, and was not claimed before that.
	t.deepEqual(events.map(({type}) => type), ['listening', 'claimed', 'paused', 'finished', 'resumed', 'claimed']);
	await untilNoted(connection, ({state}) => state === 'working');
	after.finish();
	await untilNoted(connection, ({state, done}) => state === 'idle' && done === 2);
});

test('a drain finishes what is in hand, a stop gives it back, and both leave', async t => {
	const {redis, connection} = await server(t);
	for (const kind of ['drain', 'stop'] as const) {
		const executor = puppet();
		const {loop, events, until} = await start(t, await open(t, redis.url), executor, {workerId: kind});
		await announce(connection, `for ${kind}`);
		const running = await executor.next();
		await controlWorker(connection, kind, {kind});
		await until('draining');
		await announce(connection, 'late');
		if (kind === 'drain') {
			running.finish();
		}

		await loop.stopped();
		const end = kind === 'drain' ? {type: 'finished'} : {type: 'released', release: 'announced', reason: 'the worker was stopped'};
		t.like(events.filter(({type}) => type === 'finished' || type === 'released'), [end]);
		t.is(await connection.call('EXISTS', `worker:status:${kind}`, `swarm:worker:${kind}`, 'task:late:claimed'), 0);
		t.false(await controlWorker(connection, kind, {kind}));
		await connection.call('DEL', 'task:late');
	}

	t.is(await connection.call('GET', 'swarm:attempts:for stop'), '0');
	t.is(await connection.call('GET', 'swarm:attempts:for drain'), '1');
});

test('a stop hurries a drain', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {loop, until} = await start(t, connection, executor);
	await announce(connection, 'a');
	await executor.next();
	loop.control({kind: 'drain'});
	loop.control({kind: 'stop'});
	await loop.stopped();
	await until('stopped');
	t.is(await connection.call('EXISTS', 'task:a:claimed'), 0);
});

test('an abort ends one attempt, which counts; the others go on', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {events, until} = await start(t, connection, executor, {concurrency: 2, timings: quick});
	await announce(connection, 'a', 'b');
	await executor.next();
	const other = await executor.next();
	await controlWorker(connection, 'haiku_test', {kind: 'abort', taskId: 'absent'});
	await controlWorker(connection, 'haiku_test', {kind: 'abort', taskId: 'a'});
	await until('released');
	t.deepEqual(events.find(({type}) => type === 'released'), {
		type: 'released', taskId: 'a', reason: 'it was aborted by hand', release: 'resting',
	});
	t.false(other.options.signal.aborted);
	other.finish();
	await until('finished');
	t.is(await connection.call('GET', 'swarm:attempts:a'), '1');
});

test('what is no order is passed over', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {events, until} = await start(t, connection, executor);
	for (const message of ['', 'STOP', 'stop now', '{"kind":"stop"}', 'abort']) {
		await connection.call('PUBLISH', 'swarm:control:haiku_test', message);
	}

	await announce(connection, 'a');
	const running = await executor.next();
	running.finish();
	await until('finished');
	t.deepEqual(events.map(({type}) => type), ['listening', 'claimed', 'finished']);
});

test('a worker that is stopped while it begins leaves nothing behind, and nothing of another that has its id', async t => {
	const {redis, connection} = await server(t);
	for (const turns of [0, 1, 2, 3, 5]) {
		const loop = new WorkerLoop({
			connection: await open(t, redis.url), workerId: 'w', executor: puppet(), timings: quick,
		});
		const starting = loop.start();
		for (let turn = 0; turn < turns; turn++) {
			await connection.call('PING');
		}

		await Promise.all([starting, loop.drain(0)]);
		t.is(await connection.call('EXISTS', 'worker:status:w', 'swarm:worker:w', 'swarm:beats:w'), 0, `${turns}`);
	}

	while (await redis.cli('CLIENT', 'LIST', 'TYPE', 'pubsub') !== '') {
		// The last one is about to leave.
	}

	const traces = ['worker:status:w', 'now', 'swarm:worker:w', '{"host":"elsewhere","pid":1}', 'swarm:beats:w', '1'];
	await connection.call('MSET', ...traces);
	const refused = new WorkerLoop({
		connection, workerId: 'w', executor: puppet(), timings: quick,
	});
	const starting = refused.start();
	await Promise.all([t.throwsAsync(starting, {instanceOf: UserError}), refused.drain(0)]);
	t.is(await connection.call('EXISTS', 'worker:status:w', 'swarm:worker:w', 'swarm:beats:w'), 3);
});
