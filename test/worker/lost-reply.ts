import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import type {Connection} from '../../source/redis/connection.js';
import {runSingleTask} from '../../source/worker/single-mode.js';
import type {RedisServer} from '../_helpers/redis-server.js';
import {onlooker, type Everything} from '../redis/_everything.js';
import {quick} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {failure, puppet, type Puppet} from './_executor.js';
import {replyCutter, type ReplyCutter} from './_reply-cutter.js';
import {announce, findings, server} from './_server.js';
import {start, type Started} from './_start.js';

type Trial = {
	readonly redis: RedisServer;
	readonly connection: Connection;
	readonly cutter: ReplyCutter;
	readonly executor: Puppet;
	readonly worker: Started;
	look(): Promise<Everything>;
};

/** A worker behind a way on which replies get lost. Redis knows its scripts, so that each is one command. */
async function begin(t: ExecutionContext): Promise<Trial> {
	const {redis, connection} = await server(t);
	const cutter = await replyCutter(t, redis.port);
	const executor = puppet();
	const worker = await start(t, await open(t, cutter.url), executor, {timings: {...quick, backoffMs: 60_000}});
	await announce(connection, 'first', 'second');
	const first = await executor.next();
	first.finish();
	const second = await executor.next();
	second.fail(new Error('warm up'));
	await worker.until('released');
	const {look} = await onlooker(t, redis.url, connection);
	return {
		redis, connection, cutter, executor, worker, look,
	};
}

test('a claim whose reply is lost is ours, and counted once', async t => {
	const {connection, cutter, executor, worker} = await begin(t);
	const cut = cutter.cutReplyTo('swarm:hour');
	await announce(connection, 'a');
	await cut;
	const running = await executor.next();
	t.is(running.job.taskId, 'a');
	t.deepEqual(await connection.call('MGET', 'task:a:claimed', 'swarm:attempts:a'), ['haiku_test', '1']);
	running.finish();
	await worker.until('finished', 2);
	t.is(executor.jobs.length, 3);
});

test('an answer whose reply is lost is written, announced and paid once', async t => {
	const {connection, cutter, executor, worker, look} = await begin(t);
	await announce(connection, 'a');
	const running = await executor.next();
	const cut = cutter.cutReplyTo('the answer');
	running.finish({result: 'the answer', costUsd: 0.5});
	await cut;
	await worker.until('finished', 2);
	t.is(await connection.call('GET', 'cost:haiku'), '0.5');
	t.like(await findings(connection, ({result}) => result === 'the answer'), {length: 1});
	const {messages} = await look();
	t.is(messages.filter(message => message === 'channel:completions a').length, 1);
	t.is(messages.filter(message => message.startsWith('channel:findings')).length, 1);
});

test('giving back without a reply is done once, and the claim is not taken again', async t => {
	const {connection, cutter, executor, worker, look} = await begin(t);
	await announce(connection, 'a');
	const running = await executor.next();
	const cut = cutter.cutReplyTo('it cost and broke');
	running.end({
		...failure, error: 'it cost and broke', costUsd: 0.5, tokens: 5,
	});
	await cut;
	await worker.until('released', 2);
	t.deepEqual(await connection.call('MGET', 'cost:haiku', 'swarm:attempts:a', 'task:a:claimed', 'swarm:backoff:a'), ['0.5', '1', null, 'it cost and broke']);
	t.like(await findings(connection, finding => finding.task_id === 'a'), {length: 1});
	const {messages} = await look();
	t.is(messages.filter(message => message.startsWith('channel:findings')).length, 1);
});

test('what is given back is not renewed in the same moment', async t => {
	const {redis, connection, executor, worker} = await begin(t);
	await announce(connection, 'a');
	const running = await executor.next();
	// Whatever the worker sends now is executed in one go afterwards: giving back, then the beats of that time.
	redis.kill('SIGSTOP');
	running.fail(new Error('it broke'));
	await delay(500);
	redis.kill('SIGCONT');
	await worker.until('released', 2);
	await worker.loop.drain();
	t.deepEqual(await connection.call('MGET', 'task:a:claimed', 'swarm:backoff:a'), [null, 'it broke']);
});

test('the finding of a single task is written and paid once', async t => {
	const {redis, connection} = await server(t);
	const cutter = await replyCutter(t, redis.port);
	const executor = puppet();
	const run = async (description: string) => runSingleTask({
		connection: await open(t, cutter.url), workerId: 'single', executor, description, limitUsd: null, redact: value => value, signal: new AbortController().signal,
	});
	const before = run('before');
	const first = await executor.next();
	first.finish();
	await before;
	const done = run('x');
	const running = await executor.next();
	const cut = cutter.cutReplyTo('the answer');
	running.finish({result: 'the answer', costUsd: 0.5});
	await cut;
	const id = await done;
	t.is(await connection.call('GET', 'cost:haiku'), '0.5');
	const written = await findings(connection, ({result}) => result === 'the answer');
	t.deepEqual(written.map(finding => finding.finding_id), [id]);
});
