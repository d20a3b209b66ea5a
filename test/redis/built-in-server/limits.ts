/*
Who may come in, and how much may be kept.
*/
import {once} from 'node:events';
import {stat} from 'node:fs/promises';
import {connect} from 'node:net';
import {networkInterfaces} from 'node:os';
import path from 'node:path';
import test from 'ava';
import {Redis} from 'ioredis';
import {loadScript} from '../../../source/redis/load-script.js';
import {freePort, withRedis} from '../../_helpers/redis-server.js';
import {RawClient} from './_raw-client.js';
import type {RawReply} from './_raw-reply.js';
import {servers} from './_real-clients.js';
import {failToStart} from './_run-program.js';

/** Try to come in again and again, until that succeeds. */
async function comeIn(port: number): Promise<RawClient> {
	for (;;) {
		const client = await RawClient.connect(port);
		client.write('PING\r\n');
		try {
			const reply = await client.nextReply();
			if (reply.type === 'status') {
				return client;
			}
		} catch {
			// It ended before it was told why.
		}

		client.destroy();
	}
}

const ok = {type: 'status', text: 'OK'} as const;
const pong = {type: 'status', text: 'PONG'} as const;
const outOfMemory = {type: 'error', text: 'OOM command not allowed when used memory > \'maxmemory\'.'} as const;

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
		clients.push(await comeIn(port));
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
		for (let reply: RawReply = ok; reply.type === 'status'; keys++) {
			reply = await client.send('SET', `key:${keys}`, value);
			t.true(keys < 30);
		}

		t.true(keys > 10);
		// How much there is at most depends on what has arrived and was not read yet.
		t.deepEqual(await client.send('CONFIG', 'SET', 'maxmemory', '10mb'), ok);
		for (const refused of [['SET', 'a', '1'], ['HSET', 'h', 'f', '1'], ['XADD', 's', '*', 'f', '1'], ['INCR', 'n'], ['RPUSH', 'l', '1'], ['SADD', 's', '1'], ['ZADD', 'z', '1', 'm']]) {
			t.deepEqual(await client.send(...refused), outOfMemory, `${refused[0]}`);
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
		t.deepEqual(await client.send('DEL', ...Array.from({length: 12}, (_, index) => `key:${index}`)), {type: 'integer', text: '12'});
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
		const received = await victim.ended();
		t.is(received.length, 1);
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
	const numbers = replies.map(reply => 'text' in reply ? Number(reply.text) : reply);
	t.is(new Set(numbers).size, 1000);
	t.is(Math.max(...numbers.map(Number)), 1000);
	for (const client of clients) {
		client.destroy();
	}
});

test('nobody but this machine may come in', async t => {
	const {port, directory} = await withRedis(t, {kind: 'built-in'});
	for (const address of ['0.0.0.0', '::', '*', '10.0.0.1', 'localhost.example.com']) {
		const {exitCode, stderr} = await failToStart(directory, [`port ${await freePort()}`, `bind 127.0.0.1 ${address}`]);
		t.is(exitCode, 1);
		t.true(stderr.includes(`Expected an address of this machine alone, such as 127.0.0.1 or ::1, got ${address}`));
	}

	const others = Object.values(networkInterfaces()).flat().filter(address => address !== undefined && !address.internal && address.family === 'IPv4');
	for (const {address} of others as ReadonlyArray<{readonly address: string}>) {
		const socket = connect(port, address);
		await t.throwsAsync(once(socket, 'connect'), {code: 'ECONNREFUSED'});
		socket.destroy();
	}
});

test('its socket is for this user alone, and a second server does not take it', async t => {
	const server = await withRedis(t, {kind: 'built-in', config: ['unixsocket server.sock']});
	const file = path.join(server.directory, 'server.sock');
	const {mode} = await stat(file);
	t.is(mode & 0o777, 0o700);
	const {exitCode, stderr} = await failToStart(server.directory, ['port 0', 'unixsocket server.sock']);
	t.is(exitCode, 1);
	t.regex(stderr, /Opening Unix socket .*server\.sock: bind: Address already in use/);
	// One that a dead server has left behind is taken over.
	for (let round = 0; round < 2; round++) {
		const redis = new Redis({path: file, protocol: 2});
		t.is(await redis.ping(), 'PONG');
		redis.disconnect();
		await server.restart();
	}
});

test('a second server does not take the port', async t => {
	const {port, directory} = await withRedis(t, {kind: 'built-in'});
	const {exitCode, stderr} = await failToStart(directory, [`port ${port}`]);
	t.is(exitCode, 1);
	t.true(stderr.includes(`Could not create server TCP listening socket 127.0.0.1:${port}: bind: Address already in use`));
});

test('a password is asked for', async t => {
	const {port} = await withRedis(t, {kind: 'built-in', config: ['requirepass "two words"']});
	const client = await RawClient.connect(port);
	const refused = {type: 'error', text: 'NOAUTH Authentication required.'} as const;
	for (const words of [['GET', 'a'], ['SUBSCRIBE', 'c'], ['MULTI'], ['INFO'], ['CLIENT', 'LIST'], ['SHUTDOWN'], ['MONITOR'], ['EVAL', 'return 1', '0']]) {
		t.deepEqual(await client.send(...words), refused, `${words[0]}`);
	}

	t.deepEqual(await client.send('AUTH', 'wrong'), {type: 'error', text: 'WRONGPASS invalid username-password pair or user is disabled.'});
	t.deepEqual(await client.send('GET', 'a'), refused);
	t.deepEqual(await client.send('AUTH', 'two words'), ok);
	t.deepEqual(await client.send('PING'), pong);
	t.deepEqual(await client.send('RESET'), {type: 'status', text: 'RESET'});
	t.deepEqual(await client.send('GET', 'a'), refused);
	client.destroy();
});
