import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {Redis} from 'ioredis';
import {programCommand} from '../_helpers/dashboard.js';
import {startLineProcess, type LineProcess} from '../_helpers/foreign-process.js';
import {freePort} from '../_helpers/redis-server.js';
import {serverKind} from '../_helpers/server-kind.js';
import {pidIn} from '../_helpers/server-pid.js';
import {temporaryDirectory} from '../redis/_temporary-directory.js';

/** Start `haiku-swarm server`, which finds the server that the tests use, and keeps its data in this directory. */
async function start(t: ExecutionContext, directory: string, port: number | string): Promise<LineProcess> {
	const empty = path.join(directory, 'bin');
	await mkdir(empty, {recursive: true});
	const searched = serverKind === 'embedded' ? empty : process.env.PATH;
	return startLineProcess(t, '/usr/bin/env', [`XDG_DATA_HOME=${directory}`, `PATH=${searched}`, ...programCommand('server', '--port', String(port))]);
}

function client(t: ExecutionContext, port: number): Redis {
	const redis = new Redis({
		host: '127.0.0.1', port, protocol: 2, retryStrategy: null,
	});
	redis.on('error', () => undefined);
	t.teardown(() => {
		redis.disconnect();
	});
	return redis;
}

/** The process id of a server, once it is not the one that has crashed. */
async function nextPid(t: ExecutionContext, port: number, ended: AbortSignal, crashed?: number): Promise<number> {
	for (;;) {
		ended.throwIfAborted();
		try {
			const pid = pidIn(await client(t, port).info('server'));
			if (pid !== crashed) {
				return pid;
			}
		} catch {
			await delay(20);
		}
	}
}

test('a server for others runs until it is asked to stop, and then goes on with its data', async t => {
	const directory = await temporaryDirectory(t);
	const port = await freePort();
	const first = await start(t, directory, port);
	const said = await first.hear(`redis://localhost:${port}/0  `);
	t.true(said.startsWith(serverKind === 'embedded' ? 'embedded Valkey 9.1.1, data in ' : `${serverKind} `));
	t.true(said.endsWith('Ctrl-C ends it.'));
	t.is(await client(t, port).set('task:1', 'stays'), 'OK');

	const second = await start(t, directory, port);
	t.like(await second.exited, {exitCode: 1});
	const {stderr} = await second.exited;
	t.regex(stderr, /^Expected a free port, but a Redis already answers at redis:\/\/localhost:\d+\/0: .+\. Use that one, or choose another --port\.$/m);

	first.kill('SIGINT');
	t.deepEqual(await first.exited, {exitCode: 0, signal: null, stderr: ''});
	const third = await start(t, directory, port);
	await third.hear(`redis://localhost:${port}/0  `);
	t.is(await client(t, port).get('task:1'), 'stays');
	third.kill('SIGTERM');
	t.like(await third.exited, {exitCode: 0});
});

test('a server that crashes is started again, twice within a minute', async t => {
	const directory = await temporaryDirectory(t);
	const port = await freePort();
	const program = await start(t, directory, port);
	await program.hear(`redis://localhost:${port}/0  `);
	const ended = new AbortController();
	void program.exited.then(({stderr: why}) => {
		ended.abort(new Error(`It was not started again: ${why}`));
	});
	let crashed: number | undefined;
	for (let crash = 0; crash < 3; crash++) {
		crashed = await nextPid(t, port, ended.signal, crashed);
		process.kill(crashed, 'SIGKILL');
	}

	const {exitCode, stderr} = await program.exited;
	t.is(exitCode, 1);
	t.regex(stderr, /^The server keeps crashing; see .+redis\.log\. Its data is kept; quit and start haiku-swarm again\.$/m);
});

test('flags that name or forbid a server are refused', async t => {
	const directory = await temporaryDirectory(t);
	for (const flags of [['--redis', 'redis://localhost:1'], ['--no-start']]) {
		const program = startLineProcess(t, '/usr/bin/env', [`XDG_DATA_HOME=${directory}`, ...programCommand('server', ...flags)]);
		const {exitCode, stderr} = await program.exited;
		t.is(exitCode, 2);
		t.regex(stderr, /^Expected neither --redis nor --no-start: server starts/m);
	}
});
