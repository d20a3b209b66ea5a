import {mkdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {Redis} from 'ioredis';
import {programCommand} from '../_helpers/dashboard.js';
import {startLineProcess, type LineProcess} from '../_helpers/foreign-process.js';
import {freePort} from '../_helpers/redis-server.js';
import {serverKind} from '../_helpers/server-kind.js';
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

test('a server for others runs until it is asked to stop, and then goes on with its data', async t => {
	const directory = await temporaryDirectory(t);
	const port = await freePort();
	const first = await start(t, directory, port);
	const said = await first.hear(`redis://localhost:${port}/0  `);
	t.true(said.startsWith(serverKind === 'embedded' ? 'embedded server, data in ' : `${serverKind} `));
	t.true(said.endsWith('Ctrl-C ends it.'));
	t.is(await client(t, port).set('task:1', 'stays'), 'OK');

	const second = await start(t, directory, port);
	t.like(await second.exited, {exitCode: 1});
	const {stderr} = await second.exited;
	t.regex(stderr, /^A Redis answers at redis:\/\/localhost:\d+\/0 already: .+ join that one, or say another --port\.$/m);

	first.kill('SIGINT');
	t.deepEqual(await first.exited, {exitCode: 0, signal: null, stderr: ''});
	const third = await start(t, directory, port);
	await third.hear(`redis://localhost:${port}/0  `);
	t.is(await client(t, port).get('task:1'), 'stays');
	third.kill('SIGTERM');
	t.like(await third.exited, {exitCode: 0});
});

test('a server that ends by itself is told', async t => {
	const directory = await temporaryDirectory(t);
	const port = await freePort();
	const program = await start(t, directory, port);
	await program.hear(`redis://localhost:${port}/0  `);
	const redis = client(t, port);
	const [, pid] = /process_id:(\d+)/.exec(await redis.info('server')) ?? [];
	process.kill(Number(pid), 'SIGKILL');
	const {exitCode, stderr} = await program.exited;
	t.is(exitCode, 1);
	t.regex(stderr, /^The server has ended by itself; .+redis\.log tells why\.$/m);
});

test('what is no port is refused', async t => {
	const directory = await temporaryDirectory(t);
	for (const port of ['0', '65536', 'x']) {
		const program = await start(t, directory, port);
		const {exitCode, stderr} = await program.exited;
		t.is(exitCode, 2);
		t.regex(stderr, /--port/);
	}
});

test('flags that name or forbid a server are refused', async t => {
	const directory = await temporaryDirectory(t);
	for (const flags of [['--redis', 'redis://localhost:1'], ['--no-start']]) {
		const program = startLineProcess(t, '/usr/bin/env', [`XDG_DATA_HOME=${directory}`, ...programCommand('server', ...flags)]);
		const {exitCode, stderr} = await program.exited;
		t.is(exitCode, 2);
		t.regex(stderr, /^Expected no --redis and no --no-start with server/m);
	}
});
