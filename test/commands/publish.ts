import test from 'ava';
import {withRedis} from '../_helpers/redis-server.js';
import {runCli, startCli} from './_cli.js';

test('seconds that are none are refused before anything is published', async t => {
	const redis = await withRedis(t);
	for (const wait of ['0', '-1', 'abc']) {
		const {code, stderr} = await runCli(t, redis.url, 'publish', 'Look', '--wait', wait);
		t.is(code, 2);
		t.regex(stderr, /^Expected seconds above 0 for --wait, got /);
	}

	t.is(await redis.cli('DBSIZE'), '0');
});

test('who waits for nobody is told so, and may stop waiting', async t => {
	const redis = await withRedis(t);
	const late = await runCli(t, redis.url, 'publish', 'Look', '--id', 'task_1', '--wait', '0.3');
	t.is(late.code, 1);
	t.is(late.stderr, 'No worker listens at the moment. The task waits until one looks for waiting tasks.\nExpected an answer to task_1 within 0.3 s, got none. The task waits on; see `haiku-swarm findings` later.\n');

	const run = startCli(t, redis.url, 'publish', 'Look', '--id', 'task_2', '--wait', '60');
	while (await redis.cli('EXISTS', 'task:task_2') === '0') {
		// Until it has published it.
	}

	run.kill('SIGTERM');
	const {stderr} = await run.exited;
	t.regex(stderr, /^Stopped waiting for task_2\. The task waits on; see `haiku-swarm findings` later\.$/m);
	t.notRegex(stderr, /bug/);
});
