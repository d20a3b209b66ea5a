import {setImmediate} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {ClaimGate} from '../../source/worker/claim-gate.js';
import {ProviderBackoff} from '../../source/worker/provider-backoff.js';
import {sweep, quick} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {failure, nothing, puppet} from './_executor.js';
import {announce, server} from './_server.js';
import {start} from './_start.js';

const turnedAway = {
	...failure, error: 'the key is wrong', blame: 'worker', retryAfterMs: 300,
} as const;

/** ProviderBackoff with a gate of their own, and how long each pause is. */
function watched(t: ExecutionContext): {readonly pauses: readonly number[]; readonly gate: ClaimGate; readonly rejections: ProviderBackoff} {
	const pauses: number[] = [];
	const gate = new ClaimGate(() => undefined);
	t.teardown(() => {
		gate.close();
	});
	const rejections = new ProviderBackoff(gate, (_reason, forMs) => {
		pauses.push(forMs);
	});
	return {pauses, gate, rejections};
}

test('a worker that is turned away pauses, then sends one task ahead, then goes on with all hands', async t => {
	const {redis, connection} = await server(t);
	const executor = puppet();
	const {events, until} = await start(t, connection, executor, {concurrency: 3, timings: quick});
	await announce(connection, 'a', 'b', 'c');
	const first = [await executor.next(), await executor.next(), await executor.next()];
	for (const running of first) {
		running.end(turnedAway);
	}

	await until('released', 3);
	t.deepEqual(events.find(({type}) => type === 'blocked'), {type: 'blocked', reason: 'the key is wrong', forMs: 300});
	t.deepEqual(await connection.call('MGET', 'swarm:attempts:a', 'swarm:attempts:b', 'swarm:attempts:c'), ['0', '0', '0']);
	t.is(await connection.call('EXISTS', 'swarm:backoff:a', 'swarm:failed:a', 'task:a:claimed'), 0);
	sweep(t, await open(t, redis.url));
	const probe = await executor.next();
	t.is(events.filter(({type}) => type === 'resumed').length, 1);
	probe.end(turnedAway);
	await until('released', 4);
	const second = await executor.next();
	t.is(events.filter(({type}) => type === 'claimed').length, 5);
	// While it is on its way no other hand moves.
	await announce(connection, 'd');
	t.is(executor.jobs.length, 5);
	second.finish();
	await until('finished');
	await Promise.all([executor.next(), executor.next(), executor.next()]);
	t.is(executor.most, 3);
	t.is(await connection.call('EXISTS', 'swarm:failed:a', 'swarm:failed:b', 'swarm:failed:c'), 0);
});

test('who says nothing of a time is left alone for longer and longer; many at once are one', async t => {
	const {pauses, gate, rejections} = watched(t);
	const silent = {...turnedAway, retryAfterMs: null};
	t.false(rejections.isActive);
	for (let times = 0; times < 3; times++) {
		rejections.observe({...turnedAway, retryAfterMs: 1});
		t.true(rejections.isActive);
		for (const startMs = performance.now(); gate.reason !== null || performance.now() - startMs < 3;) {
			await setImmediate();
		}
	}

	rejections.observe(silent);
	rejections.observe(silent);
	t.deepEqual(pauses, [1, 1, 1, 120_000, 120_000]);
	rejections.observe({...failure, blame: 'task'});
	t.false(rejections.isActive);
	rejections.observe(turnedAway);
	t.true(rejections.isActive);
	rejections.observe(nothing);
	t.false(rejections.isActive);
});

test('no pause is longer than five minutes, unless the provider says so', async t => {
	const {pauses, rejections} = watched(t);
	for (let times = 0; times < 10; times++) {
		rejections.observe({...turnedAway, retryAfterMs: 0});
		await setImmediate();
	}

	rejections.observe({...turnedAway, retryAfterMs: null});
	t.is(pauses.at(-1), 300_000);
	rejections.observe({...turnedAway, retryAfterMs: 900_000});
	t.is(pauses.at(-1), 900_000);
});

test('a task that the budget holds back does not make a rejection unheard', t => {
	const gate = new ClaimGate(() => undefined);
	t.teardown(() => {
		gate.close();
	});
	const rejections = new ProviderBackoff(gate, (_reason, forMs) => {
		t.true(forMs >= 15_000);
	});
	gate.block('the budget is spent', 10_000);
	rejections.observe({...turnedAway, retryAfterMs: null});
	t.true(rejections.isActive);
	t.is(gate.reason, 'the key is wrong');
});
