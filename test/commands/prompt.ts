import {execFile} from 'node:child_process';
import {existsSync} from 'node:fs';
import process from 'node:process';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {coordinatorText} from '../../source/commands/prompt-coordinator.js';
import {redisCli} from '../../source/commands/prompt-redis-cli.js';
import {workerText} from '../../source/commands/prompt-worker.js';
import {readFinding} from '../../source/protocol/finding.js';
import {readTask} from '../../source/protocol/task.js';
import {readTime} from '../../source/protocol/times.js';
import {parseAddress} from '../../source/redis/address.js';
import {hasRedisCli, startLineProcess} from '../_helpers/foreign-process.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {testWithRedisCli} from '../_helpers/redis-cli.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {subscriber} from '../swarm/_subscriber.js';
import {blocksOf, openSession, type Variables} from './_shell.js';

const dash = '/bin/sh';

/** A worker that types what its prompt says, with the variables that it keeps. */
async function openWorker(t: ExecutionContext, {url}: RedisServer, worker: string, shell = dash) {
	const blocks = blocksOf(workerText(redisCli(parseAddress(url))));
	t.is(blocks.length, 9);
	const [setup, look, listen, claim, context, keep, report, giveBack, leave] = blocks as [string, string, string, string, string, string, string, string, string];
	const session = await openSession(t, shell, setup, {WORKER: worker});
	return {
		...session,
		setup,
		listen,
		look: async () => session.run(look),
		claim: async (task: string) => session.run(claim, {TASK: task}),
		context: async () => session.run(context),
		keep: async (task: string) => session.run(keep, {TASK: task}),
		/** Report with a finding of its own; otherwise with the one that the prompt shows. */
		async report(variables: Variables, finding?: string) {
			return session.run(finding === undefined ? report : report.replace(/^{"task".*?]}$/ms, () => finding), variables);
		},
		giveBack: async (task: string) => session.run(giveBack, {TASK: task}),
		leave: async () => session.run(leave),
	};
}

async function openCoordinator(t: ExecutionContext, {url}: RedisServer, shell = dash) {
	const blocks = blocksOf(coordinatorText(redisCli(parseAddress(url))));
	t.is(blocks.length, 8);
	const [setup, publish, wait, listen, cancel, announce, context, costs] = blocks as [string, string, string, string, string, string, string, string];
	const session = await openSession(t, shell, setup);
	return {
		...session,
		listen,
		publish: async (task?: string) => session.run(task === undefined ? publish : publish.replace(/^{"description".*}$/m, () => task)),
		wait: async (task: string, seconds: number) => session.run(wait.replace('=50', `=${seconds}`), {TASK: task}),
		cancel: async (task: string) => session.run(cancel, {TASK: task}),
		announce: async () => session.run(announce),
		context: async (text: string) => session.run(context.replace('WHAT EVERYBODY SHOULD KNOW', () => text)),
		costs: async (spent: string) => session.run(costs.replace('SPENT=0', `SPENT=${spent}`)),
	};
}

const text = 'It\'s "quoted" \\ $(touch pwned) `touch pwned` $HOME %s\n\u001B[31m世界\nEND_OF_TASK ;touch pwned';

for (const shell of [dash, '/bin/bash'].filter(file => existsSync(file))) {
	testWithRedisCli(`${shell}: the whole life of a task, between a coordinator and a worker that type, with hostile texts`, async t => {
		const redis = await withRedis(t);
		const [tasks, findings, completions] = await Promise.all(['tasks', 'findings', 'completions'].map(async name => subscriber(t, redis.url, `channel:${name}`)));
		const coordinator = await openCoordinator(t, redis, shell);
		const worker = await openWorker(t, redis, 'worker_1', shell);
		const other = await openWorker(t, redis, 'worker_2', shell);

		t.is(await coordinator.context(text), 'OK');
		const published = await coordinator.publish(JSON.stringify({description: text, files: ['a b.md']}));
		const [, task = ''] = /^TASK=(task_[\da-f]{8}) heard by 1$/.exec(published) ?? [];
		const body = await redis.cli('GET', `task:${task}`);
		t.deepEqual(tasks!.messages, [task]);
		t.like(JSON.parse(body), {description: text, files: ['a b.md']});
		t.is(readTask({kind: 'text', text: body, bytes: body.length}).malformed, null);

		t.is(await worker.look(), task);
		const claimed = await worker.claim(task);
		const [, finding = ''] = new RegExp(`^YOURS for 300 seconds: TASK=${task} FINDING=(finding_[\\da-f]{12})\n`).exec(claimed) ?? [];
		t.true(claimed.endsWith(`\n${body.trimEnd()}`));
		t.is(await redis.cli('GET', `task:${task}:claimed`), 'worker_1');
		t.true(Number(await redis.cli('TTL', `task:${task}:claimed`)) > 290);
		t.regex(await worker.claim(task), /^YOURS/);
		t.is(await other.claim(task), 'NO: worker_1 has it.');
		t.is(await other.look(), '');
		t.is(await coordinator.wait(task, 0), 'NOT YET. It is with: worker_1');
		t.is(await worker.context(), text);
		await redis.cli('EXPIRE', `task:${task}:claimed`, '10');
		t.is(await worker.keep(task), 'OK\nYOURS for 300 seconds');
		t.true(Number(await redis.cli('TTL', `task:${task}:claimed`)) > 290);

		const result = {
			task: text, result: {text}, files_changed: ['a b.md'], citations: ['finding_51aa0c77'],
		};
		const waiting = coordinator.wait(task, 50);
		t.is(await worker.report({TASK: task, FINDING: finding}, JSON.stringify(result, undefined, 2)), 'DONE');
		const stored = await redis.cli('GET', `finding:${finding}`);
		t.is(await waiting, `finding ${finding}\n${stored.trimEnd()}`);
		t.like(JSON.parse(stored), {
			...result, finding_id: finding, worker_id: 'worker_1', task_id: task, tokens_used: 3500, cost: 0.0055,
		});
		const read = readFinding(finding, {kind: 'text', text: stored, bytes: stored.length});
		t.like(read, {
			taskId: task, workerId: 'worker_1', tokens: 3500, costUsd: 0.0055, malformed: null, status: 'completed',
		});
		t.deepEqual(read.oddities, []);
		t.true(Math.abs(read.atMs! - Date.now()) < 60_000);
		t.is(await redis.cli('GET', 'cost:haiku'), '0.0055');
		// Whoever lost the reply sends it again: the same finding, paid once.
		t.is(await worker.report({TASK: task, FINDING: finding}, JSON.stringify(result)), 'DONE');
		t.is(await redis.cli('GET', 'cost:haiku'), '0.0055');
		t.deepEqual([new Set(findings!.messages), new Set(completions!.messages)], [new Set([finding]), new Set([task])]);
		t.is(await redis.cli('GET', `task:${task}:result`), finding);

		t.regex(await worker.claim(task), /^NO: .*done/);
		t.is(await worker.look(), '');
		const beat = readTime(await redis.cli('GET', 'worker:status:worker_1'));
		t.true(beat?.zoned);
		t.true(Number(await redis.cli('TTL', 'worker:status:worker_1')) > 50);
		t.is(await worker.leave(), '1');
		t.is(await redis.cli('EXISTS', 'worker:status:worker_1'), '0');
		t.is(await coordinator.costs('0'), 'workers 0.0055 of');
		t.is(await coordinator.costs('0.25'), 'workers 0.0055 of \n0.25');
		t.deepEqual([await coordinator.files(), await worker.files()], [[], []]);
	});
}

testWithRedisCli('the blocks write what they say just as they stand', async t => {
	const redis = await withRedis(t);
	const coordinator = await openCoordinator(t, redis);
	const worker = await openWorker(t, redis, '');
	t.regex(await worker.run(worker.setup), /^OK\nWORKER=worker_[\da-f]{8}$/);
	const [, task = ''] = /^TASK=(\w+) heard by 0$/.exec(await coordinator.publish()) ?? [];
	await redis.cli('SET', `task:${task}:claimed`, 'worker_1');
	t.is(await worker.report({TASK: task, FINDING: 'finding_1', WORKER: 'worker_1'}), 'DONE');
	t.is(await redis.cli('GET', `task:${task}:result`), 'finding_1');
	t.is(await coordinator.costs('0'), 'workers 0.0055 of');
	t.is(await redis.cli('EXISTS', 'cost:sonnet'), '0');

	// A line break that a model forgets to escape would make it no JSON.
	const other = await coordinator.publish('{"description": "two\nlines"}');
	const body = await redis.cli('GET', `task:${other.split(/[= ]/)[1]}`);
	t.deepEqual(JSON.parse(body), {description: 'two lines'});
	t.is(await worker.report({TASK: 'task_2', FINDING: 'finding_2', WORKER: 'worker_1'}, '{"result": "two\nlines"}'), 'DONE');
	t.like(JSON.parse(await redis.cli('GET', 'finding:finding_2')), {result: 'two lines', finding_id: 'finding_2'});
});

testWithRedisCli('what must not be taken is not taken', async t => {
	const redis = await withRedis(t);
	const worker = await openWorker(t, redis, 'worker_1');
	const coordinator = await openCoordinator(t, redis);
	for (const task of ['free', 'done', 'failed', 'backoff', 'cancelled', 'taken', 'a b', '$(touch pwned)', '\'; touch pwned; \'', '"', 'new\nline', 'x'.repeat(200)]) {
		await redis.cli('SET', `task:${task}`, '{"description": "x"}');
	}

	await redis.cli('MSET', 'task:done:result', 'finding_1', 'swarm:failed:failed', '{}', 'swarm:backoff:backoff', '1', 'task:taken:claimed', 'worker_2');
	t.is(await coordinator.cancel('cancelled'), 'OK');
	const seen = await worker.look();
	t.deepEqual(seen.split('\n').toSorted(), ['free', 'new']);
	for (const task of ['done', 'failed', 'backoff', 'cancelled', 'missing']) {
		t.is(await worker.claim(task), 'NO: there is no such task, or it is done, cancelled, set aside, or to be left alone for a moment.');
	}

	const heard = await subscriber(t, redis.url, 'channel:tasks');
	const announced = await coordinator.announce();
	t.is(announced.match(/ heard by 1$/gm)?.length, 7);
	await redis.cli('SET', 'cost:haiku', '0.0123');
	t.true(['free', 'a b', '$(touch pwned)', '\'; touch pwned; \'', '"'].every(task => heard.messages.includes(task)));
	t.false(['done', 'failed', 'backoff', 'cancelled', 'taken'].some(task => heard.messages.includes(task)));

	for (const limit of ['0.0123', '0', '1e-3', 'no number']) {
		await redis.cli('HSET', 'swarm:budget', 'limit_usd', limit);
		t.regex(await worker.claim('free'), /^STOP: the budget/);
	}

	await redis.cli('SET', 'swarm:budget', 'of another type');
	t.regex(await worker.claim('free'), /^STOP: the budget/);
	await redis.cli('DEL', 'swarm:budget');
	await redis.cli('HSET', 'swarm:budget', 'limit_usd', '5');
	await redis.cli('RENAME', 'cost:haiku', 'kept');
	await redis.cli('LPUSH', 'cost:haiku', 'of another type');
	t.regex(await worker.claim('free'), /^STOP: the budget/);
	await redis.cli('RENAME', 'kept', 'cost:haiku');
	t.is(await redis.cli('EXISTS', 'task:free:claimed', 'task:done:claimed', 'task:failed:claimed', 'task:cancelled:claimed', 'task:missing:claimed'), '0');
	t.regex(await worker.claim('free'), /^YOURS/);
	t.deepEqual(await worker.files(), []);
	t.is(await coordinator.costs('0'), 'workers 0.0123 of 5');
});

testWithRedisCli('a claim that passed to somebody else is neither kept, nor given back, nor completed, but what was spent counts', async t => {
	const redis = await withRedis(t);
	const [tasks, findings, completions] = await Promise.all(['tasks', 'findings', 'completions'].map(async name => subscriber(t, redis.url, `channel:${name}`)));
	const worker = await openWorker(t, redis, 'worker_1');
	const names = {TASK: 'task_1', FINDING: 'finding_1'};
	await redis.cli('MSET', 'task:task_1', '{"description": "x"}', 'task:task_1:claimed', 'worker_2');
	t.is(await worker.keep('task_1'), 'OK\nLOST');
	t.is(await worker.giveBack('task_1'), 'LOST');
	const lost = 'LOST: somebody else has it or has done it';
	t.is(await worker.report(names), lost);
	t.is(await worker.report(names), lost);
	t.is(await redis.cli('GET', 'task:task_1:claimed'), 'worker_2');
	t.is(await redis.cli('TTL', 'task:task_1:claimed'), '-1');
	await redis.cli('SET', 'task:task_1:result', 'finding_2');
	await redis.cli('DEL', 'task:task_1:claimed');
	t.is(await worker.report(names), lost);
	t.is(await redis.cli('EXISTS', 'finding:finding_1'), '0');
	t.is(await redis.cli('GET', 'task:task_1:result'), 'finding_2');
	t.is(await redis.cli('GET', 'cost:haiku'), '0.0055');

	// A claim that has run out, with nobody else at it: the work is not thrown away.
	await redis.cli('DEL', 'task:task_1:result');
	t.is(await worker.report(names), 'DONE');
	t.is(await redis.cli('GET', 'task:task_1:result'), 'finding_1');
	t.deepEqual([tasks!.messages, findings!.messages, completions!.messages], [[], ['finding_1'], ['task_1']]);

	await redis.cli('MSET', 'task:task_2', '{"description": "x"}', 'task:task_2:claimed', 'worker_1');
	t.is(await worker.giveBack('task_2'), 'GIVEN BACK');
	t.is(await redis.cli('EXISTS', 'task:task_2:claimed'), '0');
	t.deepEqual(tasks!.messages, ['task_2']);
	await redis.cli('MSET', 'task:task_2:claimed', 'worker_1', 'swarm:cancelled:task_2', 'x');
	t.is(await worker.keep('task_2'), 'OK\nCANCELLED');
});

testWithRedisCli('what is no finding and no task is refused before anything is written', async t => {
	const redis = await withRedis(t);
	const worker = await openWorker(t, redis, 'worker_1');
	const coordinator = await openCoordinator(t, redis);
	await redis.cli('MSET', 'task:task_1', '{"description": "x"}', 'task:task_1:claimed', 'worker_1');
	const keys = await redis.cli('DBSIZE');
	for (const wrong of ['{"result": "it "s"}', String.raw`{"result": "\x"}`, '{"task": "x"}', '["result"]', '"result"', '']) {
		t.regex(await worker.report({TASK: 'task_1', FINDING: 'finding_1'}, wrong), /^NO: this is no JSON object with a result/);
		t.regex(await coordinator.publish(wrong), /^NO: this is no JSON object with a description/);
	}

	await redis.cli('DEL', 'worker:status:worker_1');
	t.is(await redis.cli('DBSIZE'), keys);
});

testWithRedisCli('who listens hears an announcement, and does not listen for ever', async t => {
	const redis = await withRedis(t);
	const worker = await openWorker(t, redis, 'worker_1');
	const coordinator = await openCoordinator(t, redis);
	const listeners = await Promise.all(([[worker.listen, 'channel:tasks'], [coordinator.listen, 'channel:completions']] as const).map(async ([listen, channel]) => {
		await worker.run(listen.replace('timeout 20', 'timeout 1'));
		const listener = startLineProcess(t, dash, ['-c', `${worker.setup}\n${listen}`]);
		await listener.hear('subscribe');
		await redis.cli('PUBLISH', channel, 'task_1');
		await listener.hear('message');
		await listener.hear(channel);
		t.is(await listener.hear('task'), '_1');
		return listener;
	}));
	await redis.stop();
	await Promise.all(listeners.map(async ({exited}) => exited));
});

/** What the program prints: its own address, that of the environment, and what it is asked for. */
async function print(which: string, address: string | undefined, url?: string): Promise<string> {
	const program = fileURLToPath(new URL('_print-prompt.ts', import.meta.url));
	return new Promise((resolve, reject) => {
		execFile(process.execPath, ['--import=tsx', program, which, ...(address === undefined ? [] : [address])], {env: {PATH: process.env.PATH, ...(url !== undefined && {REDIS_URL: url})}}, (error, stdout) => {
			if (error) {
				reject(new Error(error.message));
			} else {
				resolve(stdout);
			}
		});
	});
}

test('the texts are short, talk to the Redis that is named, and hold no password', async t => {
	const [worker, coordinator, fromEnvironment, wrong] = await Promise.all([
		print('worker', 'redis://127.0.0.1:7001/2', 'redis://other'), print('coordinator', undefined), print('worker', undefined, 'rediss://somebody:hunter2-hunter3@[::1]:7002/1'), print('both', undefined),
	]);
	t.regex(worker, /^You are a worker(?:.|\n)*^swarm\(\) { redis-cli -h 127\.0\.0\.1 -p 7001 -n 2 "\$@"; }$/m);
	t.regex(coordinator, /^You can give work(?:.|\n)*^swarm\(\) { redis-cli -h localhost -p 6379 "\$@"; }$/m);
	t.regex(fromEnvironment, /^swarm\(\) { redis-cli --no-auth-warning -u "\$REDIS_URL" "\$@"; }$/m);
	t.true(fromEnvironment.includes(' The variable REDIS_URL must hold rediss://[::1]:7002/1 with user and password in it.\n'));
	t.false(fromEnvironment.includes('hunter'));
	t.is(wrong, 'UserError: Expected worker or coordinator for the role, got "both".');
	for (const prompt of [worker, coordinator]) {
		t.true(prompt.split('\n').length <= 125);
		t.false(prompt.includes('undefined'));
	}

	const call = (url: string) => redisCli(parseAddress(url));
	t.is(call('rediss://host').words, 'redis-cli -h host -p 6379 --tls');
	t.deepEqual(call('unix://me:pw@/tmp/it%27s%20a.sock?db=3'), {words: String.raw`redis-cli -s '/tmp/it'\''s a.sock' --user me -n 3`, needs: 'The variable REDISCLI_AUTH must hold the password of Redis.'});
	t.throws(() => call('redis+sentinel://host/main'), {message: /^Expected an address that redis-cli can use, got the Sentinels redis\+sentinel:\/\/host:26379\/main\/0\./});
});

(hasRedisCli ? testWithRealServer : test.skip)('a password that is in the environment is used', async t => {
	const redis = await withRedis(t, {config: ['user somebody on >p%2Fw ~* &* +@all', 'user default off']});
	const url = `redis://somebody:p%252Fw@127.0.0.1:${redis.port}`;
	const [setup = ''] = blocksOf(coordinatorText(redisCli(parseAddress(url))));
	const session = await openSession(t, dash, setup, {REDIS_URL: url});
	t.is(await session.run('swarm PING'), 'PONG');
});
