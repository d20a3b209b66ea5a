import test from 'ava';
import {withRedis} from '../_helpers/redis-server.js';
import {runCli, startCli} from './_cli.js';

test('a file that does not exist is refused before anything is published', async t => {
	const redis = await withRedis(t);
	const {code, stderr} = await runCli(t, redis.url, 'publish', 'Look', '--file', 'package.json', '--file', 'no/such\u001B[31m.file');
	t.deepEqual([code, stderr], [2, 'Expected an existing file for --file, got "no/such.file". Paths are relative to the current directory.\n']);
	t.is(await redis.cli('DBSIZE'), '0');
});

test('- reads the description from stdin', async t => {
	const redis = await withRedis(t);
	const run = startCli(t, redis.url, 'publish', '-', '--id', 'task_1');
	run.stdin.end('Look\nhere\n');
	t.like(await run.exited, {code: 0, stdout: 'task_1\n'});
	t.is((JSON.parse(await redis.cli('GET', 'task:task_1')) as {readonly description: string}).description, 'Look\nhere');
	const empty = startCli(t, redis.url, 'publish', '-');
	empty.stdin.end();
	t.deepEqual(await empty.exited, {code: 2, stdout: '', stderr: 'Expected a description on stdin, got nothing.\n'});
});

test('who waits for nobody is told so, and may stop waiting', async t => {
	const redis = await withRedis(t);
	const late = await runCli(t, redis.url, 'publish', 'Look', '--id', 'task_1', '--wait', '0.3');
	t.is(late.code, 1);
	t.is(late.stderr, 'Published task_1, but no worker is listening. Start a worker to run it.\nExpected a finding for task_1 within 0.3 s, got none. The task stays in the queue: haiku-swarm findings shows its finding later.\n');

	const run = startCli(t, redis.url, 'publish', 'Look', '--id', 'task_2', '--wait', '60');
	while (await redis.cli('EXISTS', 'task:task_2') === '0') {
		// Until it has published it.
	}

	run.kill('SIGTERM');
	const {stderr} = await run.exited;
	t.regex(stderr, /^Stopped waiting for task_2\. The task stays in the queue: haiku-swarm findings shows its finding later\.$/m);
	t.notRegex(stderr, /bug/);
});
