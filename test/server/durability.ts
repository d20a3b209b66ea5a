import {existsSync, readdirSync, statSync} from 'node:fs';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {setTimeout as delay} from 'node:timers/promises';
import test from 'ava';
import {crashTrial} from '../_helpers/crash/crash-trial.js';
import {client, crash, withEmbedded} from './_server.js';

test('what was acknowledged is there after kill -9, and nothing was done twice', async t => {
	const {kills, lost, twice, sets} = await crashTrial({kills: 4, writers: 20});
	t.deepEqual({kills, lost, twice}, {kills: 4, lost: 0, twice: 0});
	t.true(sets > 100);
});

test('all kinds of data come back', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	await redis.mset('text', 'x', 'bytes', '\r\n$3\r\n');
	await redis.hset('hash', 'f', 'v');
	await redis.rpush('list', 'a', 'b');
	await redis.zadd('zset', 1.5, 'm');
	await redis.xadd('stream', '1-1', 'f', 'v');
	await redis.incrbyfloat('float', 0.1);
	await redis.eval('redis.call("SET", "a", 1) redis.call("INCR", "a") redis.pcall("LPUSH", "a", 1)', 0);
	await redis.multi().incr('n').incr('n').exec();
	await redis.call('FUNCTION', 'LOAD', '#!lua name=lib\nserver.register_function("answer", function() return 42 end)');
	await redis.select(3);
	await redis.set('other', 'db 3');
	await redis.publish('channel', 'not kept');
	await crash(server);
	const after = client(t, server);
	t.deepEqual(await after.mget('text', 'bytes', 'float', 'a', 'n'), ['x', '\r\n$3\r\n', '0.1', '2', '2']);
	t.deepEqual([await after.hget('hash', 'f'), await after.lrange('list', 0, -1), await after.zscore('zset', 'm'), await after.xlen('stream')], ['v', ['a', 'b'], '1.5', 1]);
	t.is(await after.call('FCALL', 'answer', '0'), 42);
	await after.select(3);
	t.is(await after.get('other'), 'db 3');
});

test('a key that was given more time outlives its first deadline, whenever the server starts again', async t => {
	const server = await withEmbedded(t, 'auto-aof-rewrite-min-size 1mb');
	const redis = client(t, server);
	const deadlines = redis.multi().set('renewed', 'x', 'PX', 500).pexpire('renewed', 100_000).set('kept', 'x', 'PX', 500).persist('kept').set('short', 'x', 'PX', 500);
	await deadlines.set('big', 'x'.repeat(600_000)).exec();
	server.kill('SIGKILL');
	await delay(600);
	await server.restart();
	t.true(readdirSync(server.directory).includes('snapshot-1.rdb'));
	t.deepEqual(await client(t, server).mget('renewed', 'kept', 'short'), ['x', 'x', null]);
	await client(t, server).multi().pexpire('renewed', 500).pexpire('renewed', 100_000).exec();
	server.kill('SIGKILL');
	await delay(600);
	await server.restart();
	t.is(await client(t, server).get('renewed'), 'x');
});

test('a new journal goes on in the database of the old one', async t => {
	const server = await withEmbedded(t, 'auto-aof-rewrite-min-size 1mb');
	const redis = client(t, server, {db: 5});
	await redis.set('big', 'x'.repeat(1_200_000));
	await server.log.hear(/Snapshot 1 saved/);
	await redis.set('after', 'x');
	await crash(server);
	t.deepEqual(await client(t, server, {db: 5}).mget('after'), ['x']);
	t.is(await client(t, server).exists('after'), 0);
	t.deepEqual(readdirSync(server.directory).filter(name => /^(?:journal|snapshot|temp|dump)/.test(name)).toSorted(), ['journal-1', 'snapshot-1.rdb']);
});

test('whoever kills all connections does not stop the journal', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	await redis.set('before', 'x');
	for (const type of ['replica', 'normal']) {
		await redis.call('CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes');
		await redis.incr('n');
	}

	await redis.multi().set('inside', 'x').call('CLIENT', 'KILL', 'TYPE', 'replica').incr('n').exec();
	await crash(server);
	t.deepEqual(await client(t, server).mget('before', 'n', 'inside'), ['x', '3', 'x']);
});

test('only this user can enter the directory, and only one server uses it', async t => {
	const server = await withEmbedded(t);
	t.is(statSync(server.directory).mode & 0o777, 0o700);
	await t.throwsAsync(withEmbedded(t, `dir ${server.directory}`), {message: new RegExp(`Process ${server.pid} uses the data in ${server.directory}`)});
});

test('data of another server is reported, and left as it is', async t => {
	const server = await withEmbedded(t);
	const other = path.join(server.directory, 'appendonlydir');
	await mkdir(other);
	await writeFile(path.join(other, 'appendonly.aof.manifest'), '');
	await crash(server);
	t.true((await server.log.hear(/# .*appendonlydir/)).includes(`${other} holds data of another server`));
	t.true(existsSync(path.join(other, 'appendonly.aof.manifest')));
});

test('a signal ends it, and its data is kept', async t => {
	const server = await withEmbedded(t);
	await client(t, server).set('key', 'x');
	server.kill('SIGTERM');
	await server.log.hear(/Bye/);
	await server.restart();
	t.is(await client(t, server).get('key'), 'x');
});
