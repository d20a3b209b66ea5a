import type {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {
	readFile, stat, writeFile, mkdir,
} from 'node:fs/promises';
import {connect as connectSocket} from 'node:net';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import test, {type ExecutionContext} from 'ava';
import {exitCodes, UserError} from '../../source/protocol/user-error.js';
import {connect, type Connection} from '../../source/redis/connection.js';
import {ServerTakenError, startOwnServer, type OwnServer} from '../../source/redis/started-server.js';
import {findServerBinary} from '../../source/redis/choose-server.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {freePort, withRedis} from '../_helpers/redis-server.js';
import {serverDirectories, serverKind} from '../_helpers/server-kind.js';
import {pidIn} from '../_helpers/server-pid.js';
import {temporaryDirectory} from './_temporary-directory.js';

/** For one wait: a slow machine must not use up the time of the tests that come later. */
const deadline = () => AbortSignal.timeout(100_000);

async function start(t: ExecutionContext, directory: string, port: number): Promise<OwnServer> {
	const signal = deadline();
	const server = await startOwnServer({
		port, directory, binary: await findServerBinary({signal, directories: serverDirectories}), signal,
	});
	t.teardown(server.stop);
	return server;
}

async function open(t: ExecutionContext, server: OwnServer): Promise<Connection> {
	const connection = await connect(server.address, {signal: deadline()});
	t.teardown(connection.close);
	return connection;
}

function runProgram(t: ExecutionContext, port: number, directory: string, ...more: readonly string[]) {
	const script = fileURLToPath(new URL('_started-server-program.ts', import.meta.url));
	const program = spawn(process.execPath, ['--import=tsx', script, String(port), directory, ...more], {stdio: ['ignore', 'pipe', 'ignore']});
	t.teardown(() => {
		program.kill('SIGKILL');
	});
	return program;
}

async function firstLine(program: ReturnType<typeof runProgram>): Promise<string> {
	const [said] = await once(program.stdout, 'data') as [Buffer];
	return said.toString().trim();
}

// The server is not our child, so that there is no event for its end.
async function untilNothingListens(port: number): Promise<void> {
	const signal = deadline();
	for (;;) {
		signal.throwIfAborted();
		const socket = connectSocket(port, '127.0.0.1');
		// The server may end while we are connected.
		socket.on('error', () => undefined);
		try {
			await once(socket, 'connect');
			await delay(10);
		} catch {
			return;
		} finally {
			socket.destroy();
		}
	}
}

test('a value survives stop and start, in a directory that others cannot enter', async t => {
	const directory = path.join(await temporaryDirectory(t), 'data of "mine"');
	const first = await start(t, directory, await freePort());
	const before = await open(t, first);
	await before.call('SET', 'key', 'value');
	const {mode} = await stat(directory);
	t.is(mode.toString(8).slice(-3), '700');
	await first.stop();
	await first.stop();
	await t.throwsAsync(stat(path.join(directory, 'server.lock')), {code: 'ENOENT'});

	const second = await start(t, directory, await freePort());
	const after = await open(t, second);
	t.is(await after.call('GET', 'key'), 'value');
	t.is(second.directory, directory);
	t.regex(await readFile(second.logFile, 'utf8'), /Ready to accept connections/);
	t.regex(`${second.name} ${second.version} ${second.binary}`, /^(?:(?:redis|valkey) \d+\.\d+\.\d+ \/.*-server|embedded \d+\.\d+\.\d+ \/.*node)$/);
});

test('it is started again when it crashes, unless that happens three times within a minute', async t => {
	const directory = await temporaryDirectory(t);
	const stopped = await start(t, directory, await freePort());
	await stopped.stop();
	t.deepEqual(await stopped.ended, {isByItself: false});
	const killed = await start(t, directory, await freePort());
	const ended = new AbortController();
	void killed.ended.then(() => {
		ended.abort(new Error('It was not started again'));
	});
	let crashed: number | undefined;
	for (let crash = 0; crash < 3; crash++) {
		crashed = await nextPid(killed, crashed, ended.signal);
		process.kill(crashed, 'SIGKILL');
	}

	t.deepEqual(await killed.wait(), {isByItself: true});
});

async function nextPid(server: OwnServer, crashed: number | undefined, ended: AbortSignal): Promise<number> {
	const signal = AbortSignal.any([ended, deadline()]);
	for (;;) {
		signal.throwIfAborted();
		try {
			const connection = await connect(server.address, {signal});
			const pid = pidIn(String(await connection.call('INFO', 'server')));
			await connection.close();
			if (pid !== crashed) {
				return pid;
			}
		} catch {
			await delay(20);
		}
	}
}

testWithRealServer('it listens on the loopback addresses only, keeps an append-only file and evicts nothing', async t => {
	const server = await start(t, await temporaryDirectory(t), await freePort());
	const connection = await open(t, server);
	const settings = await connection.call('CONFIG', 'GET', 'bind', 'protected-mode', 'appendonly', 'appendfsync', 'maxmemory-policy', 'requirepass') as string[];
	const pairs = Array.from({length: settings.length / 2}, (_, index) => `${settings[2 * index]} ${settings[(2 * index) + 1]}`);
	t.deepEqual(pairs.toSorted(), ['appendfsync everysec', 'appendonly yes', 'bind 127.0.0.1 -::1', 'maxmemory-policy noeviction', 'protected-mode yes', 'requirepass ']);
});

test('it ends after kill -9 of the program that started it, keeps its data, and can be started again', async t => {
	const directory = await temporaryDirectory(t);
	const port = await freePort();
	const program = runProgram(t, port, directory);
	t.regex(await firstLine(program), /^own \d+$/);

	program.kill('SIGKILL');
	await untilNothingListens(port);
	const again = await open(t, await start(t, directory, port));
	t.is(await again.call('GET', 'key'), 'value');
});

test('it does not keep a program from ending, and ends with it', async t => {
	const port = await freePort();
	const program = runProgram(t, port, await temporaryDirectory(t), 'leave');
	const [code] = await once(program, 'exit') as [number];
	t.is(code, 0);
	await t.notThrowsAsync(untilNothingListens(port));
});

test('a port that another Redis has is not taken for our own server', async t => {
	const other = await withRedis(t);
	const directory = await temporaryDirectory(t);
	await t.throwsAsync(start(t, directory, other.port), {instanceOf: ServerTakenError});
	t.is(await other.cli('PING'), 'PONG');
	await t.throwsAsync(stat(path.join(directory, 'server.lock')), {code: 'ENOENT'});
});

test('a directory whose lock a living process holds is left alone', async t => {
	const directory = await temporaryDirectory(t);
	await writeFile(path.join(directory, 'server.lock'), String(process.ppid));
	const error = await t.throwsAsync(start(t, directory, await freePort()), {instanceOf: ServerTakenError});
	t.true(error.message.includes(String(process.ppid)));
	t.is(await readFile(path.join(directory, 'server.lock'), 'utf8'), String(process.ppid));
});

test('a server that dies at its start is told with the last line of its log', async t => {
	const directory = await temporaryDirectory(t);
	if (serverKind === 'embedded') {
		await writeFile(path.join(directory, 'snapshot-1.rdb'), 'nonsense');
	} else {
		await mkdir(path.join(directory, 'appendonlydir'));
		await writeFile(path.join(directory, 'appendonlydir', 'appendonly.aof.manifest'), 'file nonsense\n');
	}

	const error = await t.throwsAsync(start(t, directory, await freePort()), {instanceOf: UserError});
	t.is(error.exitCode, exitCodes.noRedis);
	t.regex(error.message, /does not start: \S[^\n]*; see \/[^\n]*redis\.log\.$/);
	t.notRegex(error.message, /it printed nothing|\d\d:\d\d:\d\d/);
	await t.throwsAsync(stat(path.join(directory, 'server.lock')), {code: 'ENOENT'});
});

test('a program that is no server is told, too', async t => {
	const binary = {
		name: 'redis', version: '7.0.0', path: '/nowhere/redis-server', args: [],
	} as const;
	await t.throwsAsync(startOwnServer({
		binary, port: await freePort(), directory: await temporaryDirectory(t), signal: deadline(),
	}), {instanceOf: UserError, message: /^\/nowhere\/redis-server does not start: \S/});
});

test('a start that is given up leaves nothing behind', async t => {
	const directory = await temporaryDirectory(t);
	const controller = new AbortController();
	const reason = new Error('enough');
	const binary = await findServerBinary({signal: deadline(), directories: serverDirectories});
	const starting = startOwnServer({
		binary, port: await freePort(), directory, signal: controller.signal,
	});
	controller.abort(reason);
	const error = await t.throwsAsync(starting);
	t.is(error, reason);
	await t.throwsAsync(stat(path.join(directory, 'server.lock')), {code: 'ENOENT'});
});
