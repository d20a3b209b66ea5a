import test from 'ava';
import {dryRun} from '../../source/executors/dry-run/dry-run.js';
import {runSingleTask} from '../../source/worker/single-mode.js';
import {withRedis} from '../_helpers/redis-server.js';
import {subscriber} from '../swarm/_subscriber.js';
import {open} from '../swarm/_watch.js';
import {puppet} from './_executor.js';

const never = new AbortController().signal;
const plain = <T>(value: T) => value;
const nobody = {budgetUsd: null, onProgress: () => undefined};
const traces = ['worker:status:w', 'swarm:worker:w'];

test('one task is executed and its finding written, with its cost, and nothing stays behind', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const executor = puppet();
	const findings = await subscriber(t, redis.url, 'channel:findings');
	const heard = findings.next(async id => id);
	const done = runSingleTask({
		connection, workerId: 'w', executor, description: 'do it', limitUsd: null, redact: plain, signal: never,
	});
	const running = await executor.next();
	t.deepEqual(running.job, {
		taskId: null, description: 'do it', files: [], context: null, related: [],
	});
	t.is(await connection.call('EXISTS', ...traces), 2);
	running.finish({costUsd: 0.25, tokens: 7});
	const id = await done;
	t.is(await heard, id);
	const finding = JSON.parse(String(await connection.call('GET', `finding:${id}`))) as Readonly<Record<string, unknown>>;
	t.like(finding, {
		finding_id: id, worker_id: 'w', task: 'do it', cost: 0.25, tokens_used: 7,
	});
	t.false('task_id' in finding);
	t.is(await connection.call('GET', 'cost:haiku'), '0.25');
	t.is(await connection.call('EXISTS', ...traces), 0);
});

test('when it fails or is stopped, nothing is written', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const executor = puppet();
	const failed = runSingleTask({
		connection, workerId: 'w', executor, description: 'x', limitUsd: null, redact: plain, signal: never,
	});
	const running = await executor.next();
	running.fail(new Error('it broke'));
	await t.throwsAsync(failed, {message: 'it broke'});

	const stop = new AbortController();
	const stopped = runSingleTask({
		connection, workerId: 'w', executor, description: 'x', limitUsd: null, redact: plain, signal: stop.signal,
	});
	await executor.next();
	stop.abort(new Error('stopped'));
	await t.throwsAsync(stopped, {message: 'stopped'});
	t.is(await redis.cli('DBSIZE'), '0');
});

test('a dry run is marked as simulated and costs nothing', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const id = await runSingleTask({
		connection, workerId: 'w', executor: dryRun(1), description: 'do it', limitUsd: null, redact: plain, signal: never,
	});
	t.like(JSON.parse(String(await connection.call('GET', `finding:${id}`))), {
		simulated: true, cost: 0, tokens_used: 0, executor: 'dry-run', result: '(simulated) Nothing was done. The task was: do it',
	});
	t.is(await connection.call('EXISTS', 'cost:haiku'), 0);
});

test('a dry run ends with its signal', async t => {
	const stop = new AbortController();
	const job = {
		taskId: null, description: 'x', files: ['a', 'b'], context: null, related: [],
	};
	const running = dryRun(1e6).execute(job, {...nobody, signal: stop.signal});
	stop.abort();
	await t.throwsAsync(running, {name: 'AbortError'});
	t.like(await dryRun(1).execute(job, {...nobody, signal: never}), {status: 'completed', result: '(simulated) Nothing was done. The task was: x (2 files)'});
});
