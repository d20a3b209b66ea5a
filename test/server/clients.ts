/*
Clients that people use, with what they do most.
*/
import {execFile} from 'node:child_process';
import {once} from 'node:events';
import path from 'node:path';
import {promisify} from 'node:util';
import test from 'ava';
import {createClient} from '@redis/client';
import {pythonProblem} from '../_helpers/foreign-process.js';
import {testWithRedisCli} from '../_helpers/redis-cli.js';
import {client, withEmbedded} from './_server.js';

// eslint-disable-next-line @typescript-eslint/strict-void-return -- The types of execFile say so.
const run = promisify(execFile);

test('ioredis: pipelines, scripts, messages and invalidations, over RESP3 too', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	t.deepEqual(await redis.pipeline().set('a', 1).incr('a').exec(), [[null, 'OK'], [null, 2]]);
	t.deepEqual(await redis.eval('return {KEYS[1], cjson.encode({1, 2})}', 1, 'k'), ['k', '[1,2]']);
	const listener = client(t, server);
	await listener.subscribe('channel');
	const heard = once(listener, 'message');
	t.is(await redis.publish('channel', '世界'), 1);
	t.deepEqual(await heard, ['channel', '世界']);
	t.deepEqual(await client(t, server, {protocol: 3}).mget('a', 'no'), ['2', null]);
});

test('node-redis, over TCP and over the unix socket', async t => {
	const server = await withEmbedded(t, 'unixsocket redis.sock');
	for (const socket of [{host: '127.0.0.1', port: server.port}, {path: path.join(server.directory, 'redis.sock'), tls: false as const}]) {
		const redis = createClient({socket});
		await redis.connect();
		await redis.hSet('hash', {a: '1'});
		t.deepEqual({...await redis.hGetAll('hash')}, {a: '1'});
		t.is((await redis.multi().incr('n').exec()).length, 1);
		redis.destroy();
	}
});

(pythonProblem === null ? test : test.skip)('redis-py', async t => {
	const server = await withEmbedded(t);
	const program = [
		'import redis, sys',
		'r = redis.Redis(port=int(sys.argv[1]), decode_responses=True)',
		'assert r.set("k", "v", nx=True, ex=300)',
		'p = r.pubsub(); p.subscribe("c"); p.get_message(timeout=5)',
		'assert r.publish("c", "m") == 1',
		'assert p.get_message(timeout=5)["data"] == "m"',
		'assert r.incrbyfloat("f", "0.1") == 0.1',
		'print(r.get("k"))',
	].join('\n');
	t.is((await run('/usr/bin/python3', ['-c', program, String(server.port)])).stdout, 'v\n');
});

testWithRedisCli('redis-cli, with a password', async t => {
	const server = await withEmbedded(t, 'requirepass secret');
	const cli = async (...args: readonly string[]) => (await run('redis-cli', ['-p', String(server.port), ...args])).stdout.trim();
	t.regex(await cli('PING'), /^NOAUTH/);
	t.is(await cli('--no-auth-warning', '-a', 'secret', 'SET', 'a', 'two words'), 'OK');
	t.is(await cli('--no-auth-warning', '-a', 'secret', '--json', 'MGET', 'a', 'b'), '["two words",null]');
	t.regex(await cli('--no-auth-warning', '-a', 'secret', 'INFO', 'server'), /valkey_version:9\.1\.1/);
});
