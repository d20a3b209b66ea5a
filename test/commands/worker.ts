import test, {type ExecutionContext} from 'ava';
import {announce, server} from '../worker/_server.js';
import {
	runCalls, runCli, startCli, type CliRun,
} from './_cli.js';

function dryWorker(t: ExecutionContext, url: string, ...flags: readonly string[]): CliRun {
	return startCli(t, url, 'worker', '--executor', 'dry-run', '--worker-id', 'w', ...flags);
}

test('without a terminal it logs one JSON object a line; after SIGTERM it finishes what it has and ends with code 0', async t => {
	const {redis, connection} = await server(t);
	const worker = dryWorker(t, redis.url);
	t.like(await worker.logged('started'), {
		level: 'info', worker: 'w', executor: 'dry-run', concurrency: 1, text: 'started: dry-run, 1 task at a time (simulated: nothing is executed)',
	});
	await worker.logged('listening');
	await announce(connection, 'a');
	t.like(await worker.logged('claimed'), {
		task_id: 'a', attempt: 1, level: 'info', text: 'claimed a',
	});
	worker.kill('SIGTERM');
	await worker.logged('draining');
	await announce(connection, 'late');
	t.like(await worker.logged('finished'), {task_id: 'a', cost_usd: 0, finding_id: await connection.call('GET', 'task:a:result')});
	const {code, stdout, stderr} = await worker.exited;
	t.is(code, 0, `${stderr}`);
	t.is(stdout, '');
	t.regex(String((JSON.parse(stderr.trimEnd().split('\n')[0]!) as {readonly at: unknown}).at), /^\d{4}-\d\d-\d\dT.*\+00:00$/u);
	t.is(await connection.call('EXISTS', 'worker:status:w', 'swarm:worker:w', 'swarm:sweeper', 'task:late:claimed'), 0);
});

test('what it cannot finish in time is given back, and that is code 0 too', async t => {
	const {redis, connection} = await server(t);
	const worker = dryWorker(t, redis.url, '--grace', '0');
	await worker.logged('listening');
	await announce(connection, 'a\u001B[31m');
	await worker.logged('claimed');
	worker.kill('SIGINT');
	t.like(await worker.logged('released'), {level: 'warning', release: 'announced', reason: 'the worker was stopped'});
	const {code, stderr} = await worker.exited;
	t.is(code, 0);
	t.false(stderr.includes('\u001B'));
	t.is(await connection.call('EXISTS', 'task:a\u001B[31m:claimed', 'task:a\u001B[31m:result'), 0);
});

test('a signal while it begins ends it cleanly', async t => {
	const {redis, connection} = await server(t);
	const worker = dryWorker(t, redis.url);
	await worker.logged('started');
	worker.kill('SIGTERM');
	t.like(await worker.exited, {code: 0});
	t.is(await connection.call('EXISTS', 'worker:status:w', 'swarm:worker:w'), 0);
});

test('it leaves by itself after so many tasks, or so many seconds without one', async t => {
	const {redis, connection} = await server(t);
	await announce(connection, 'a');
	t.like(await dryWorker(t, redis.url, '--max-tasks', '1').exited, {code: 0});
	t.is(await connection.call('EXISTS', 'task:a:result'), 1);
	t.like(await dryWorker(t, redis.url, '--idle-exit', '0.5').exited, {code: 0});
});

test('in single mode it prints the id of the finding', async t => {
	const {redis, connection} = await server(t);
	const {code, stdout, stderr} = await runCli(t, redis.url, 'worker', '--executor', 'dry-run', '--mode', 'single', '--task', 'do it');
	t.deepEqual([code, stderr], [0, '']);
	t.like(JSON.parse(String(await connection.call('GET', `finding:${stdout.trim()}`))), {task: 'do it', simulated: true});
});

test('an id that is taken is refused', async t => {
	const {redis, connection} = await server(t);
	await connection.call('SET', 'swarm:worker:w', '{"host":"elsewhere","pid":7}');
	const {code, stderr} = await dryWorker(t, redis.url).exited;
	t.is(code, 1);
	const sentence = 'Expected an unused worker id, but w runs on elsewhere, process 7. Stop it, wait a minute if it is gone, or choose another --worker-id.';
	t.is(stderr.trimEnd().split('\n').at(-1), sentence);
	t.is(await connection.call('EXISTS', 'swarm:worker:w'), 1);
});

test('without an executor or a Redis it says so, before anything is claimed', async t => {
	const wrong = await runCalls(t, 'redis://127.0.0.1:1', ['worker', '--mode', 'single'], ['worker', '--task', 'x'], ['worker', '--workdir', '/nonexistent/directory'], ['worker', '--executor', 'x'], ['worker', '--executor', 'dry-run', '--allow-host', 'a.org'], ['worker', '--executor', 'dry-run']);
	t.deepEqual(wrong.map(({code}) => code), [2, 2, 2, 2, 2, 3]);
});
