import {setImmediate} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {Outcome} from '../../source/executors/executor.js';
import {ClaimGate} from '../../source/worker/claim-gate.js';
import {OutcomeHistory} from '../../source/worker/outcome-history.js';
import {sweep, quick} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {failure, nothing, puppet} from './_executor.js';
import {announce, server} from './_server.js';
import {start} from './_start.js';

const turnedAway = {
	...failure, error: 'the key is wrong', blame: 'worker', retryAfterMs: 300,
} as const;

/** What a history says of an outcome, as a worker does it: a pause blocks the gate. */
function watched(t: ExecutionContext): {readonly pauses: readonly number[]; readonly gate: ClaimGate; readonly history: OutcomeHistory; readonly observe: (outcome: Outcome) => void} {
	const pauses: number[] = [];
	const gate = new ClaimGate(() => undefined);
	t.teardown(() => {
		gate.close();
	});
	const history = new OutcomeHistory();
	return {
		pauses, gate, history, observe(outcome) {
			const pauseMs = history.observe(outcome, false);
			if (pauseMs !== null) {
				pauses.push(pauseMs);
				gate.block(outcome.status === 'failed' ? outcome.error : '', pauseMs);
			}
		},
	};
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
	const {pauses, gate, history, observe} = watched(t);
	const silent = {...turnedAway, retryAfterMs: null};
	t.false(history.isRejected);
	for (let times = 0; times < 3; times++) {
		observe({...turnedAway, retryAfterMs: 1});
		t.true(history.isRejected);
		for (const startMs = performance.now(); gate.reason !== null || performance.now() - startMs < 3;) {
			await setImmediate();
		}
	}

	observe(silent);
	observe(silent);
	t.deepEqual(pauses, [1, 1, 1, 120_000, 120_000]);
	observe({...failure, blame: 'task'});
	t.false(history.isRejected);
	observe(turnedAway);
	t.true(history.isRejected);
	observe(nothing);
	t.false(history.isRejected);
});

test('no pause is longer than five minutes, unless the provider says so', async t => {
	const {pauses, observe} = watched(t);
	for (let times = 0; times < 10; times++) {
		observe({...turnedAway, retryAfterMs: 0});
		await setImmediate();
	}

	observe({...turnedAway, retryAfterMs: null});
	t.is(pauses.at(-1), 300_000);
	observe({...turnedAway, retryAfterMs: 900_000});
	t.is(pauses.at(-1), 900_000);
});

test('a task that the budget holds back does not make a rejection unheard', t => {
	const {pauses, gate, history, observe} = watched(t);
	gate.block('the budget is spent', 10_000);
	observe({...turnedAway, retryAfterMs: null});
	t.true(history.isRejected);
	t.deepEqual(pauses, [15_000]);
	t.is(gate.reason, 'the key is wrong');
});

test('costs are unknown after a completed attempt without one, or three failed ones in a row that were not interrupted', t => {
	const history = new OutcomeHistory();
	const unknown = {...failure, blame: 'task', costUsd: null} as const;
	for (const outcome of [unknown, unknown, failure, unknown, unknown]) {
		history.observe(outcome, false);
	}

	history.observe(unknown, true);
	t.true(history.isCostKnown);
	history.observe(unknown, false);
	t.false(history.isCostKnown);
	history.observe(failure, true);
	t.true(history.isCostKnown);
	history.observe({...nothing, costUsd: null}, false);
	t.false(history.isCostKnown);
});
