import test, {type ExecutionContext} from 'ava';
import {testWithRealServer} from '../_helpers/real-server.js';
import {runCalls, runCli} from './_cli.js';
import {swarm} from './_swarm.js';

async function start(t: ExecutionContext) {
	const made = await swarm(t);
	return {...made, run: async (...calls: readonly string[]) => runCalls(t, made.redis.url, ...calls.map(call => call.split(' ')))};
}

test('every action is a command that does it and says so in one line, or in JSON', async t => {
	const {connection, orders, run} = await start(t);
	const calls = ['pause w', 'resume w', 'drain w', 'stop w', 'abort held', 'cancel free', 'cancel held --json', 'cancel silent', 'retry silent', 'rescue silent', 'announce silent --json'];
	const called = await run(...calls);
	t.deepEqual(called.map(({code}) => code), calls.map(() => 0), `${JSON.stringify(called)}`);
	t.true(called.every(({said}) => /^[^\n]+\n$/u.test(said)));
	t.is(called[4]?.said, 'Told w to abort held.\n');
	t.deepEqual(JSON.parse(called[6]!.said), {
		action: 'cancel', task: 'held', outcome: 'cancelled', holder: 'w', told: true,
	});
	t.deepEqual(orders, ['pause', 'resume', 'drain', 'stop', 'abort held', 'abort held']);
	t.is(await connection.call('EXISTS', 'swarm:cancelled:silent', 'task:silent:claimed'), 0);
	t.is(await connection.call('EXISTS', 'swarm:cancelled:held', 'swarm:cancelled:free'), 2);
});

testWithRealServer('what cannot be done is a failure, in one line', async t => {
	const {connection, run} = await start(t);
	await connection.call('LPUSH', 'task:odd:claimed', 'x');
	const calls = ['pause nobody', 'abort free', 'abort odd', 'abort silent', 'cancel absent', 'cancel done', 'retry done', 'rescue free', 'rescue odd', 'rescue done', 'rescue held'];
	for (const [index, {code, said}] of (await run(...calls)).entries()) {
		const [name = '', id = ''] = calls[index]!.split(' ');
		t.is(code, 1);
		t.true(said.startsWith(`Cannot ${name} ${id}: `) && !said.includes('\n'), `${said}`);
	}

	await connection.call('CONFIG', 'SET', 'maxmemory', '1');
	const refusals = await run('cancel free', 'retry free', 'pause w');
	t.deepEqual(refusals.map(({code}) => code), [1, 0, 0]);
	t.regex(refusals[0]!.said, /OOM|memory/u);
});

test('done is code 0, a wrong call is code 2, no Redis is code 3', async t => {
	const {redis} = await start(t);
	t.deepEqual(await runCli(t, redis.url, 'pause', 'w'), {code: 0, stdout: 'Told w to pause: it claims no more tasks until it is resumed.\n', stderr: ''});
	t.deepEqual(await runCli(t, redis.url, 'cancel'), {code: 2, stdout: '', stderr: 'Expected <task>, got nothing. See haiku-swarm help cancel.\n'});
	t.like(await runCli(t, 'redis://127.0.0.1:1', 'pause', 'w'), {code: 3, stdout: ''});
});
