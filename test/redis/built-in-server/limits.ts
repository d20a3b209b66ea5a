/*
Who may come in, and how much may be kept.
*/
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {stat, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {networkInterfaces} from 'node:os';
import path from 'node:path';
import {text} from 'node:stream/consumers';
import test from 'ava';
import {Redis} from 'ioredis';
import {loadScript} from '../../../source/redis/load-script.js';
import {freePort, withRedis} from '../../_helpers/redis-server.js';
import {serverCommand} from '../../_helpers/server-kind.js';
import {RawClient} from './_raw-client.js';
import {servers} from './_real-clients.js';

const ok = {type: 'status', text: 'OK'} as const;
const pong = {type: 'status', text: 'PONG'} as const;
const outOfMemory = {type: 'error', text: 'OOM command not allowed when used memory > \'maxmemory\'.'} as const;

/** Start it with these lines of configuration. Returns how it ended, and what it told. */
async function endOf(directory: string, lines: readonly string[]): Promise<{readonly exitCode: unknown; readonly told: string}> {
	const file = path.join(directory, 'other.conf');
	await writeFile(file, [`dir ${directory}`, ...lines].join('\n'));
	const [command = '', ...args] = serverCommand('built-in');
	const child = spawn(command, [...args, file], {stdio: ['ignore', 'ignore', 'pipe'], timeout: 20_000});
	const [told, [exitCode]] = await Promise.all([text(child.stderr), once(child, 'exit')]);
	return {exitCode, told};
}

for (const kind of servers) {
	test(`one client too many is told so, and the next one fits when another has left, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind, config: ['maxclients 10']});
		const clients: RawClient[] = [];
		for (let count = 0; count < 10; count++) {
			const client = await RawClient.connect(port);
			t.deepEqual(await client.send('PING'), pong);
			clients.push(client);
		}

		const refused = await RawClient.connect(port);
		t.deepEqual(await refused.ended(), [{type: 'error', text: 'ERR max number of clients reached'}]);
		clients[0]?.destroy();
		for (;;) {
			const next = await RawClient.connect(port);
			next.write('PING\r\n');
			const [first] = await Promise.race([next.ended(), next.nextReply().then(reply => [reply])]);
			if (first?.type === 'status') {
				t.deepEqual(first, pong);
				break;
			}
		}

		t.deepEqual(await clients[1]?.send('PING'), pong);
		for (const client of clients) {
			client.destroy();
		}
	});

	test(`full memory: writes are refused until something is deleted, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind, config: ['maxmemory 20mb', 'maxmemory-policy noeviction']});
		const client = await RawClient.connect(port);
		const value = 'x'.repeat(1_000_000);
		let keys = 0;
		while ((await client.send('SET', `key:${keys}`, value)).type === 'status') {
			keys++;
			t.true(keys < 30);
		}

		t.true(keys > 10);
		for (const refused of [['SET', 'a', '1'], ['HSET', 'h', 'f', '1'], ['XADD', 's', '*', 'f', '1'], ['INCR', 'n'], ['RPUSH', 'l', '1'], ['SADD', 's', '1'], ['ZADD', 'z', '1', 'm']]) {
			t.deepEqual(await client.send(...refused), outOfMemory, refused.join(' '));
		}

		t.deepEqual(await client.send('STRLEN', 'key:0'), {type: 'integer', text: '1000000'});
		t.deepEqual(await client.send('PEXPIRE', 'key:0', '100000000'), {type: 'integer', text: '1'});
		t.deepEqual(await client.send('MULTI'), ok);
		t.deepEqual(await client.send('SET', 'a', '1'), outOfMemory);
		t.deepEqual(await client.send('EXEC'), {type: 'error', text: 'EXECABORT Transaction discarded because of previous errors.'});
		const redis = new Redis({host: '127.0.0.1', port, protocol: 2});
		const {lua} = loadScript('lead-1');
		await t.throwsAsync(redis.eval(lua, 1, 'leader', 'us', '100000'), {message: /OOM/});
		t.is(await redis.get('leader'), null);
		t.deepEqual(await client.send('DEL', 'key:0', 'key:1', 'key:2'), {type: 'integer', text: '3'});
		t.deepEqual(await client.send('SET', 'a', '1'), ok);
		t.is(await redis.eval(lua, 1, 'leader', 'us', '100000'), 1);
		redis.disconnect();
		client.destroy();
	});

	test(`CLIENT KILL ends those it is meant for, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind});
		const [killer, victim, bystander] = await Promise.all([RawClient.connect(port), RawClient.connect(port), RawClient.connect(port)]);
		const id = await victim.send('CLIENT', 'ID');
		t.deepEqual(await killer.send('CLIENT', 'KILL', 'ID', 'text' in id ? id.text : ''), {type: 'integer', text: '1'});
		t.is((await victim.ended()).length, 1);
		t.deepEqual(await bystander.send('PING'), pong);
		t.deepEqual(await killer.send('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'no'), {type: 'integer', text: '2'});
		await Promise.all([killer.ended(), bystander.ended()]);
		const next = await RawClient.connect(port);
		t.deepEqual(await next.send('PING'), pong);
		next.destroy();
	});
}

test('1,000 connections at once are all served', async t => {
	const {port} = await withRedis(t, {kind: 'built-in'});
	const clients = await Promise.all(Array.from({length: 1000}, async () => RawClient.connect(port)));
	const replies = await Promise.all(clients.map(async client => client.send('INCR', 'n')));
	t.deepEqual(new Set(replies.map(reply => 'text' in reply && reply.text)), new Set(clients.map((_, index) => String(index + 1))));
	for (const client of clients) {
		client.destroy();
	}
});

test('nobody but this machine may come in', async t => {
	const {port, directory} = await withRedis(t, {kind: 'built-in'});
	for (const address of ['0.0.0.0', '::', '*', '10.0.0.1', 'localhost.example.com']) {
		const {exitCode, told} = await endOf(directory, [`port ${await freePort()}`, `bind 127.0.0.1 ${address}`]);
		t.is(exitCode, 1);
		t.true(told.includes(`Expected an address of this machine alone, such as 127.0.0.1 or ::1, got ${address}`), told);
	}

	const others = Object.values(networkInterfaces()).flat().filter(address => address !== undefined && !address.internal && address.family === 'IPv4');
	for (const {address} of others as ReadonlyArray<{readonly address: string}>) {
		const socket = connect(port, address);
		t.is(await Promise.race([once(socket, 'connect').then(() => 'it listens there', (error: unknown) => (error as NodeJS.ErrnoException).code)]), 'ECONNREFUSED');
		socket.destroy();
	}
});

test('its socket is for this user alone, and a second server does not take it', async t => {
	const {directory} = await withRedis(t, {kind: 'built-in', config: ['unixsocket server.sock']});
	const file = path.join(directory, 'server.sock');
	const {mode} = await stat(file);
	t.is(mode & 0o777, 0o700);
	const {exitCode, told} = await endOf(directory, ['port 0', 'unixsocket server.sock']);
	t.is(exitCode, 1);
	t.regex(told, /Opening Unix socket .*server\.sock: bind: Address already in use/);
	const redis = new Redis({path: file, protocol: 2});
	t.is(await redis.ping(), 'PONG');
	redis.disconnect();
});

test('a second server does not take the port', async t => {
	const {port, directory} = await withRedis(t, {kind: 'built-in'});
	const {exitCode, told} = await endOf(directory, [`port ${port}`]);
	t.is(exitCode, 1);
	t.true(told.includes(`Could not create server TCP listening socket 127.0.0.1:${port}: bind: Address already in use`), told);
});

test('a password is asked for', async t => {
	const {port} = await withRedis(t, {kind: 'built-in', config: ['requirepass "two words"']});
	const client = await RawClient.connect(port);
	const refused = {type: 'error', text: 'NOAUTH Authentication required.'} as const;
	for (const words of [['GET', 'a'], ['SUBSCRIBE', 'c'], ['MULTI'], ['INFO'], ['CLIENT', 'LIST'], ['SHUTDOWN'], ['MONITOR'], ['EVAL', 'return 1', '0']]) {
		t.deepEqual(await client.send(...words), refused, words.join(' '));
	}

	t.deepEqual(await client.send('AUTH', 'wrong'), {type: 'error', text: 'WRONGPASS invalid username-password pair or user is disabled.'});
	t.deepEqual(await client.send('GET', 'a'), refused);
	t.deepEqual(await client.send('AUTH', 'two words'), ok);
	t.deepEqual(await client.send('PING'), pong);
	t.deepEqual(await client.send('RESET'), {type: 'status', text: 'RESET'});
	t.deepEqual(await client.send('GET', 'a'), refused);
	client.destroy();
});
