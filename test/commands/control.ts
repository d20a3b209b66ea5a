import test, {type ExecutionContext} from 'ava';
import {testWithRealServer} from '../_helpers/real-server.js';
import {anybody, bench, type Bench} from '../redis/_leases.js';
import {subscriber} from '../swarm/_subscriber.js';
import {runCalls, runCli, type Called} from './_cli.js';

/** The worker `w` beats, listens, and works on the task `held`; `other` has fallen silent over the task `silent`. */
async function swarm(t: ExecutionContext): Promise<Bench & {readonly orders: readonly string[]; run(...calls: readonly string[]): Promise<readonly Called[]>}> {
	const made = await bench(t);
	const {redis, connection, leases, others, write} = made;
	await write('free', 'held', 'silent', 'done');
	await leases.claim(['held'], anybody);
	await others.claim(['silent'], anybody);
	await connection.call('SET', 'worker:status:w', 'now');
	await connection.call('SET', 'task:done:result', 'f');
	const {messages} = await subscriber(t, redis.url, 'swarm:control:w');
	return {...made, orders: messages, run: async (...calls) => runCalls(t, redis.url, ...calls.map(call => ({input: call.split(' ')})))};
}

test('workers and tasks are told what to do, and it is said in one line', async t => {
	const {connection, orders, run} = await swarm(t);
	const calls = {
		'pause w': 'w was told to pause',
		'resume w': 'w was told to resume',
		'drain w': 'w was told to drain',
		'stop w': 'w was told to stop',
		'abort held': 'w was told to stop working on held',
		'cancel free': 'free is cancelled',
		'cancel held': 'held is cancelled; w, which works on it, was told',
		'cancel silent': 'silent is cancelled; other, which works on it, cannot be told and may go on',
		'retry silent': 'silent has all its attempts again and was announced',
		'rescue silent': 'silent was taken from other and announced again',
	};
	t.deepEqual(await run(...Object.keys(calls)), Object.values(calls).map(line => ({code: 0, said: `${line}\n`})));
	t.deepEqual(orders, ['pause', 'resume', 'drain', 'stop', 'abort held', 'abort held']);
	t.is(await connection.call('EXISTS', 'swarm:cancelled:silent', 'task:silent:claimed'), 0);
	t.is(await connection.call('EXISTS', 'swarm:cancelled:held', 'swarm:cancelled:free'), 2);
});

test('what cannot be done is said in one line', async t => {
	const {connection, run} = await swarm(t);
	await connection.call('LPUSH', 'task:odd:claimed', 'x');
	const calls = {
		'pause nobody': 'Expected a worker that can be told, but nobody listens as nobody: it is gone, or it knows nothing of our additions. haiku-swarm status lists the workers.',
		'abort free': 'Expected a task that somebody works on, but nobody works on free: it waits, or is done, or there is none. See haiku-swarm status.',
		'abort odd': 'Expected a task that somebody works on, but nobody works on odd: it waits, or is done, or there is none. See haiku-swarm status.',
		'abort silent': 'Expected a worker that can be told, but nobody listens as other, which holds silent. If it is gone: haiku-swarm rescue silent.',
		'cancel absent': 'Expected the id of a task, but there is no task absent. haiku-swarm status lists them.',
		'cancel done': 'Expected a task that is not done, but done is done.',
		'retry done': 'Expected a task that is not done, but done is done.',
		'rescue free': 'Expected a task that somebody holds, but nobody holds free. It waits, or is done, or there is none: see haiku-swarm status.',
		'rescue odd': 'Expected a task that somebody holds, but nobody holds odd. It waits, or is done, or there is none: see haiku-swarm status.',
		'rescue done': 'Expected a task that is not done, but done is done.',
		'rescue held': 'Expected a holder that has fallen silent, but w, which holds held, beats. To make it stop: haiku-swarm abort held.',
	};
	t.deepEqual(await run(...Object.keys(calls)), Object.values(calls).map(said => ({code: 1, said})));
});

testWithRealServer('what a full Redis refuses is said in one line', async t => {
	const {connection, run} = await swarm(t);
	await connection.call('CONFIG', 'SET', 'maxmemory', '1');
	const refusals = await run('cancel free', 'retry free', 'pause w');
	t.deepEqual(refusals.map(({code}) => code), [1, 0, 0]);
	t.regex(refusals[0]!.said, /OOM|memory/u);
});

test('done is code 0, a wrong call is code 2, no Redis is code 3', async t => {
	const {redis, orders} = await swarm(t);
	t.deepEqual(await runCli(t, redis.url, 'pause', 'w'), {code: 0, stdout: 'w was told to pause\n', stderr: ''});
	t.deepEqual(orders, ['pause']);
	t.like(await runCli(t, redis.url, 'cancel'), {code: 2, stdout: '', stderr: 'Expected the id of one worker or task: haiku-swarm cancel <id>. haiku-swarm status lists them.\n'});
	t.like(await runCli(t, redis.url, 'cancel', 'a', 'b'), {code: 2, stdout: ''});
	t.like(await runCli(t, 'redis://127.0.0.1:1', 'pause', 'w'), {code: 3, stdout: ''});
});
