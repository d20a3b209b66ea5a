import {Buffer} from 'node:buffer';
import type {Socket} from 'node:net';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import {connect, type Connection} from '../../source/redis/connection.js';
import {ConnectionError} from '../../source/redis/connection-error.js';
import type {ConnectionProblem} from '../../source/text/connection-problems.js';
import {exitCodes} from '../../source/protocol/user-error.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {freePort, withRedis} from '../_helpers/redis-server.js';
import {serverKind} from '../_helpers/server-kind.js';
import {fakeRedis, fakeServer} from './_fake-server.js';

async function open(t: ExecutionContext, url: string, timeoutMs?: number): Promise<Connection> {
	const connection = await connect(parseAddress(url), {signal: AbortSignal.timeout(30_000), timeoutMs});
	t.teardown(connection.close);
	return connection;
}

async function failsWith(t: ExecutionContext, url: string, problem: ConnectionProblem, timeoutMs?: number): Promise<void> {
	const error = await t.throwsAsync(open(t, url, timeoutMs), {instanceOf: ConnectionError});
	t.is(error.problem, problem, error.message);
	t.is(error.exitCode, exitCodes.noRedis);
	t.notRegex(error.message, /secret|\n|undefined/);
	t.regex(error.message, /^No usable Redis at (?:redis|rediss|unix):\/\/\S+: \S.*\.$/);
}

test('a connection knows its server, and calls it', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, `${redis.url}/2`);
	t.is(connection.server.name, serverKind);
	t.regex(connection.server.version, /^\d+\.\d+\.\d+$/);
	t.is(await connection.call('set', 'key', 'välue'), 'OK');
	t.is(await redis.cli('-n', '2', 'GET', 'key'), 'välue');
	t.is(await connection.call('GET', 'key'), 'välue');
	t.is(await connection.call('GET', 'none'), null);
	t.is(await connection.call('hset', 'hash', 'field', 1), 1);
	t.deepEqual(await connection.call('hgetall', 'hash'), ['field', '1']);
	t.deepEqual(connection.link, {kind: 'up'});
});

test('a unix socket is a way in', async t => {
	const redis = await withRedis(t, {config: ['unixsocket redis.sock', 'unixsocketperm 700']});
	const connection = await open(t, `unix://${redis.directory}/redis.sock`);
	t.is(await connection.call('PING'), 'PONG');
});

test('user and password are sent, and a needless password does no harm', async t => {
	const redis = await withRedis(t, {config: ['user worker on >p@ss ~* &* +@all']});
	const port = String(redis.port);
	const asUser = await open(t, `redis://worker:p%40ss@127.0.0.1:${port}`);
	t.is(await asUser.call('ACL', 'WHOAMI'), 'worker');
	const asDefault = await open(t, `redis://:needless@127.0.0.1:${port}`);
	t.is(await asDefault.call('ACL', 'WHOAMI'), 'default');
});

test('a port where nobody listens is told', async t => {
	await failsWith(t, `redis://user:secret@127.0.0.1:${await freePort()}`, 'nothingListens');
});

test('a missing unix socket is told', async t => {
	const redis = await withRedis(t);
	await failsWith(t, `unix://${redis.directory}/none.sock`, 'noSocket');
});

test('a file that is no socket is told', async t => {
	const redis = await withRedis(t);
	await failsWith(t, `unix://${path.join(redis.directory, 'server.conf')}`, 'nothingListens');
});

test('a wrong password and a wrong user are told, and not tried again', async t => {
	const redis = await withRedis(t, {config: ['requirepass right', 'user worker on >right ~* &* +@all']});
	await failsWith(t, `redis://:secret@127.0.0.1:${redis.port}`, 'wrongPassword');
	await failsWith(t, `redis://worker:secret@127.0.0.1:${redis.port}`, 'wrongPassword');
	await failsWith(t, `redis://nobody@127.0.0.1:${redis.port}/3`, 'wrongPassword');
	const info = await redis.cli('-a', 'right', 'INFO', 'stats');
	// Ours are three, redis-cli makes one.
	t.regex(info, /total_connections_received:4\r/);
});

test('a missing password is told', async t => {
	const redis = await withRedis(t, {config: ['requirepass right']});
	await failsWith(t, redis.url, 'passwordRequired');
	await failsWith(t, `${redis.url}/3`, 'passwordRequired');
});

test('a db that the server does not have is told', async t => {
	const redis = await withRedis(t);
	await failsWith(t, `${redis.url}/16`, 'noSuchDb');
	const last = await open(t, `${redis.url}/15`);
	t.is(await last.call('PING'), 'PONG');
});

test('a user who may do next to nothing is served all the same', async t => {
	const redis = await withRedis(t, {config: ['user worker on >p ~* &* -@all +get']});
	const connection = await open(t, `redis://worker:p@127.0.0.1:${redis.port}`);
	t.is(connection.server.name, serverKind);
	t.regex(connection.server.version, /^\d+\.\d+\.\d+$/);
});

test('a permission that is missing for the way in is told', async t => {
	const redis = await withRedis(t, {config: ['user worker on >secret ~* &* +@all -select']});
	await failsWith(t, `redis://worker:secret@127.0.0.1:${redis.port}/1`, 'notPermitted');
});

testWithRealServer('a cluster is refused', async t => {
	const redis = await withRedis(t, {config: ['cluster-enabled yes']});
	await failsWith(t, redis.url, 'cluster');
});

testWithRealServer('a Sentinel under the address of a Redis is told', async t => {
	const sentinel = await withRedis(t, {sentinel: true});
	await failsWith(t, sentinel.url, 'isSentinel');
});

test('a server that is too old is refused, whether it knows users or not', async t => {
	const old = await fakeRedis(t, command => {
		const info = 'redis_version:5.0.7\r\nredis_mode:standalone\r\n';
		switch (command) {
			case 'PING': {
				return '+PONG\r\n';
			}

			case 'INFO': {
				return `$${info.length}\r\n${info}\r\n`;
			}

			case 'AUTH': {
				return '-ERR wrong number of arguments for \'auth\' command\r\n';
			}

			default: {
				return '-ERR unknown command\r\n';
			}
		}
	});
	await failsWith(t, `redis://127.0.0.1:${old}`, 'tooOld');
	await failsWith(t, `redis://user:secret@127.0.0.1:${old}`, 'tooOld');
});

test('Valkey is known by its own name and version', async t => {
	const info = 'redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:8.0.1\r\nredis_mode:standalone\r\n';
	const valkey = await fakeRedis(t, command => command === 'PING' ? '+PONG\r\n' : `$${info.length}\r\n${info}\r\n`);
	const connection = await open(t, `valkey://127.0.0.1:${valkey}`);
	t.deepEqual(connection.server, {name: 'valkey', version: '8.0.1'});
});

test('a cluster and a Sentinel of Valkey are known by its own words', async t => {
	for (const [mode, problem] of [['cluster', 'cluster'], ['sentinel', 'isSentinel']] as const) {
		const info = `redis_version:7.2.4\r\nserver_name:valkey\r\nvalkey_version:9.0.0\r\nserver_mode:${mode}\r\n`;
		const valkey = await fakeRedis(t, command => command === 'PING' ? '+PONG\r\n' : `$${info.length}\r\n${info}\r\n`);
		await failsWith(t, `redis://127.0.0.1:${valkey}`, problem);
	}
});

const strangers: ReadonlyArray<readonly [string, (socket: Socket) => void, ConnectionProblem]> = [
	['an HTTP server', socket => {
		socket.once('data', () => {
			socket.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n');
		});
	}, 'notRedis'],
	['an SSH server', socket => {
		socket.write('SSH-2.0-OpenSSH_9.2p1\r\n');
	}, 'notRedis'],
	['a POP3 server', socket => {
		socket.write('+OK POP3 ready\r\n');
	}, 'notRedis'],
	['a server that hangs up', socket => {
		socket.end();
	}, 'closed'],
	['a server that resets', socket => {
		socket.once('data', () => {
			socket.resetAndDestroy();
		});
	}, 'closed'],
	['a server that says nothing', () => undefined, 'silent'],
	['a TLS alert', socket => {
		socket.write(Buffer.from([0x15, 0x03, 0x01, 0x00, 0x02, 0x02, 0x16]));
	}, 'tlsPort'],
	['a Redis that refuses strangers', socket => {
		socket.end('-DENIED Redis is running in protected mode because protected mode is enabled.\r\n');
	}, 'protectedMode'],
	['a Redis with too many clients', socket => {
		socket.end('-ERR max number of clients reached\r\n');
	}, 'other'],
	['a Redis that loads for ever', socket => {
		socket.on('data', () => {
			socket.write('-LOADING Redis is loading the dataset in memory\r\n');
		});
	}, 'loading'],
];

for (const [name, onConnection, problem] of strangers) {
	test(`${name} is told`, async t => {
		const port = await fakeServer(t, onConnection);
		await failsWith(t, `redis://127.0.0.1:${port}`, problem, 1000);
	});
}

test('a server that loads its data is waited for', async t => {
	let isLoading = true;
	const info = 'redis_version:7.0.15\r\n';
	const port = await fakeRedis(t, command => {
		if (command === 'PING') {
			const wasLoading = isLoading;
			isLoading = false;
			return wasLoading ? '-LOADING Redis is loading the dataset in memory\r\n' : '+PONG\r\n';
		}

		return `$${info.length}\r\n${info}\r\n`;
	});
	const connection = await open(t, `redis://127.0.0.1:${port}`);
	t.is(connection.server.version, '7.0.15');
});

test('what a server says of our password is blotted out', async t => {
	const port = await fakeRedis(t, (_command, args) => `-ERR unknown command, with args beginning with: ${args.map(arg => `'${arg}'`).join(' ')}\r\n`);
	await failsWith(t, `redis://:secret@127.0.0.1:${port}`, 'other');
});

test('the attempt ends with its signal, and throws its reason', async t => {
	const controller = new AbortController();
	const reason = new Error('enough');
	const port = await fakeServer(t, () => {
		controller.abort(reason);
	});
	const address = parseAddress(`redis://127.0.0.1:${port}`);
	const during = await t.throwsAsync(connect(address, {signal: controller.signal}));
	const before = await t.throwsAsync(connect(address, {signal: controller.signal}));
	t.deepEqual([during, before], [reason, reason]);
});
