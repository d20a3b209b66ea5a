import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {UserError} from '../../source/protocol/user-error.js';
import {startLineProcess, type LineProcess} from '../_helpers/foreign-process.js';
import type {RedisServer} from '../_helpers/redis-server.js';
import {subscriber} from '../swarm/_subscriber.js';
import {quick, sweep} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {instantly, puppet} from './_executor.js';
import {announce, findings, server} from './_server.js';
import {start} from './_start.js';

const program = fileURLToPath(new URL('_worker-program.ts', import.meta.url));

async function startProcess(t: ExecutionContext, redis: RedisServer, workerId: string): Promise<LineProcess> {
	const worker = startLineProcess(t, process.execPath, ['--import=tsx', program, redis.url, workerId]);
	await worker.hear('listening');
	return worker;
}

test('what a worker had in hand when it was killed is done by another, and counts as an attempt', async t => {
	const {redis, connection} = await server(t);
	const victim = await startProcess(t, redis, 'victim');
	await announce(connection, 'a');
	await victim.hear('executing a');
	victim.kill('SIGKILL');
	await victim.exited;
	const sweeping = sweep(t, connection);
	const {events, until} = await start(t, await open(t, redis.url), instantly({costUsd: 0.125}), {workerId: 'other', timings: quick});
	await until('finished');
	t.like(sweeping.events.find(({type}) => type === 'rescued'), {taskId: 'a', holder: 'victim'});
	t.like(events.find(({type}) => type === 'claimed'), {taskId: 'a', attempt: 2});
	t.is(await connection.call('GET', 'cost:haiku'), '0.125');
	t.like(await findings(connection), {length: 1});
});

test('a worker that comes back under its id gives back what it had before, and nobody else may use the id while it lives', async t => {
	const {redis, connection} = await server(t);
	const first = await startProcess(t, redis, 'w');
	await announce(connection, 'a', 'b');
	await first.hear('executing a');
	const again = async () => start(t, await open(t, redis.url), puppet(), {workerId: 'w', timings: quick});
	await t.throwsAsync(again(), {instanceOf: UserError, message: /^Expected an unused worker id, but w runs on .*, process \d+\./});
	first.say('finish a');
	await first.hear('finished a');
	first.kill('SIGKILL');
	await first.exited;

	const executor = puppet();
	const {events, until} = await start(t, connection, executor, {workerId: 'w', timings: quick, concurrency: 2});
	const running = await executor.next();
	t.is(running.job.taskId, 'b');
	running.finish();
	await until('finished');
	t.like(events.filter(({type}) => type === 'claimed'), [{taskId: 'b', attempt: 2}]);
});

test('an id is free when its process on this machine has ended, and taken when it lives, runs elsewhere, or is not ours', async t => {
	const {redis, connection} = await server(t);
	const begin = async () => {
		const {loop} = await start(t, await open(t, redis.url), puppet(), {workerId: 'w'});
		await loop.drain();
	};

	for (const note of ['not JSON', '{}', '[]', '{"host":"","pid":1}', '{"host":"x","pid":"x"}']) {
		await connection.call('SET', 'swarm:worker:w', note);
		await t.notThrowsAsync(begin(), `${note}`);
	}

	await connection.call('SET', 'swarm:worker:w', String.raw`{"host":"elsewhere\u001b[2J","pid":1}`);
	const error = await t.throwsAsync(begin(), {instanceOf: UserError, message: /runs on elsewhere, process 1\./});
	t.false(error.message.includes('\u001B'));
	await connection.call('DEL', 'swarm:worker:w');
	await connection.call('SET', 'worker:status:w', 'now', 'EX', 60);
	await t.throwsAsync(begin(), {instanceOf: UserError, message: /^Expected an unused worker id, but another program sends heartbeats as w\./u});
	// Whoever was refused has touched nothing.
	t.is(await connection.call('GET', 'worker:status:w'), 'now');
	await connection.call('DEL', 'worker:status:w');
	await t.notThrowsAsync(begin());
});

test('a worker that slept while another did its tasks changes nothing when it wakes, but both are paid', async t => {
	const {redis, connection} = await server(t);
	const sleeper = await startProcess(t, redis, 'sleeper');
	await announce(connection, 'a', 'b');
	await sleeper.hear('executing a');
	await sleeper.hear('executing b');
	sleeper.kill('SIGSTOP');
	const completions = await subscriber(t, redis.url, 'channel:completions');
	sweep(t, connection);
	const {until} = await start(t, await open(t, redis.url), instantly({costUsd: 0.125, result: 'other'}), {workerId: 'other', timings: quick});
	await until('finished', 2);
	const results = await connection.call('MGET', 'task:a:result', 'task:b:result');

	// As if the answer to one of them had arrived in the night.
	sleeper.say('finish a');
	sleeper.kill('SIGCONT');
	const released = [await sleeper.hear('released'), await sleeper.hear('released')];
	t.deepEqual(released.toSorted(), ['a lost', 'b lost']);
	t.deepEqual(await connection.call('MGET', 'task:a:result', 'task:b:result'), results);
	t.deepEqual([...completions.messages].toSorted(), ['a', 'b']);
	t.is(await connection.call('GET', 'cost:haiku'), '0.75');
	const late = await findings(connection, finding => finding.worker_id === 'sleeper');
	t.deepEqual(late.map(({task_id: id}) => String(id)).toSorted(), ['a', 'b']);
	t.true(late.every(({status, cost, denials}) => status === 'failed' && cost === 0.25 && String(denials).includes('another worker')));
});

test('a worker that slept while nobody came goes on where it was', async t => {
	const {redis, connection} = await server(t);
	const sleeper = await startProcess(t, redis, 'sleeper');
	await announce(connection, 'a');
	await sleeper.hear('executing a');
	sleeper.kill('SIGSTOP');
	await connection.call('DEL', 'task:a:claimed', 'worker:status:sleeper', 'swarm:worker:sleeper');
	sleeper.kill('SIGCONT');
	const claim = async () => connection.call('GET', 'task:a:claimed');
	while (await claim() === null) {
		// It is taken again with the next beat.
	}

	t.is(await claim(), 'sleeper');
	sleeper.say('finish a');
	await sleeper.hear('finished a');
	t.is(await connection.call('GET', 'swarm:attempts:a'), '1');
});
