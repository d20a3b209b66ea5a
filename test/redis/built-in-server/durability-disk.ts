/*
A disk without room, and data of others.
*/
import {execFileSync} from 'node:child_process';
import {readdir, stat, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {loadScript} from '../../../source/redis/load-script.js';
import {freePort, withRedis} from '../../_helpers/redis-server.js';
import {isInstalled} from '../../_helpers/server-kind.js';
import {temporaryDirectory} from '../_temporary-directory.js';
import {RawClient} from './_raw-client.js';
import {failToStart} from './_run-program.js';

const ok = {type: 'status', text: 'OK'} as const;
const misconf = {type: 'error', text: 'MISCONF Errors writing to the AOF file: File too large'} as const;

// Skipped where no limit can be set for the files of a process that runs.
const testWithLimits = isInstalled('prlimit') ? test : test.skip;

// Skipped where there is no redis-server.
const testWithRedis = isInstalled('redis-server') ? test : test.skip;

testWithLimits('without room for its log it refuses changes, and goes on when there is room again', async t => {
	const server = await withRedis(t, {kind: 'built-in', config: ['appendonly yes']});
	const limit = (bytes: string) => {
		execFileSync('prlimit', ['--pid', String(server.pid), `--fsize=${bytes}:`]);
	};

	const client = await RawClient.connect(server.port);
	const value = 'x'.repeat(10_000);
	t.deepEqual(await client.send('SET', 'first', value), ok);
	limit('100000');
	let acknowledged = 0;
	let reply = await client.send('SET', 'key:0', value);
	for (; reply.type === 'status' && acknowledged < 20; acknowledged++) {
		reply = await client.send('SET', `key:${acknowledged + 1}`, value);
	}

	t.deepEqual(reply, misconf);
	await server.log.hear(/appendonly\.aof cannot be written: File too large/);
	for (const refused of [['DEL', 'first'], ['FLUSHALL'], ['FLUSHDB'], ['PING'], ['INCR', 'n'], ['PEXPIRE', 'first', '100000']]) {
		t.deepEqual(await client.send(...refused), misconf, `${refused[0]}`);
	}

	const {lua} = loadScript('lead-1');
	const script = await client.send('EVAL', lua, '1', 'leader', 'us', '100000');
	t.regex('text' in script ? script.text : '', /^MISCONF Errors writing to the AOF file: File too large/);
	t.deepEqual(await client.send('MULTI'), ok);
	t.deepEqual(await client.send('SET', 'a', '1'), misconf);
	t.deepEqual(await client.send('EXEC'), {type: 'error', text: 'EXECABORT Transaction discarded because of previous errors.'});
	t.deepEqual(await client.send('STRLEN', 'first'), {type: 'integer', text: '10000'});
	t.deepEqual(await client.send('DBSIZE'), {type: 'integer', text: String(acknowledged + 1)});
	limit('unlimited');
	await server.log.hear(/appendonly\.aof can be written again/);
	t.deepEqual(await client.send('SET', 'last', value), ok);
	t.deepEqual(await client.send('PING'), {type: 'status', text: 'PONG'});
	client.destroy();
	await server.restart();
	t.is(await server.cli('DBSIZE'), String(acknowledged + 2));
	t.false(server.log.lines.some(line => /cut off|damaged/.test(line)));
});

testWithLimits('of a transaction that a full disk has cut off there is nothing, and that is no damage', async t => {
	const server = await withRedis(t, {kind: 'built-in', config: ['appendonly yes']});
	const client = await RawClient.connect(server.port);
	t.deepEqual(await client.send('SET', 'first', '1'), ok);
	execFileSync('prlimit', ['--pid', String(server.pid), '--fsize=5000:']);
	const replies = await client.pipeline([['MULTI'], ['SET', 'half', '1'], ['SET', 'second', 'x'.repeat(10_000)], ['EXEC']]);
	t.deepEqual(replies.at(-1), {type: 'array', items: [ok, ok]});
	await server.log.hear(/appendonly\.aof cannot be written/);
	const {size} = await stat(path.join(server.directory, 'appendonly.aof'));
	t.is(size, 5000);
	await server.restart();
	await server.log.hear(/The end of appendonly\.aof was cut off: dropped the last \d+ of 5000 bytes/);
	t.is(await server.cli('GET', 'first'), '1');
	t.is(await server.cli('DBSIZE'), '1');
	t.regex(await server.cli('INFO', 'server'), /haiku_swarm_notice:The end of appendonly\.aof was cut off/);
});

testWithRedis('it does not start on data of Redis 7, which stay as they are', async t => {
	const redis = await withRedis(t, {kind: 'redis', config: ['appendonly yes']});
	await redis.cli('SET', 'key', 'value');
	const before = await readdir(redis.directory);
	const {exitCode, stderr} = await failToStart(redis.directory, [`port ${await freePort()}`, 'appendonly yes']);
	t.is(exitCode, 1);
	t.regex(stderr, /The data in .*appendonlydir was written by Redis 7 or Valkey, and only they can read it/);
	const after = await readdir(redis.directory);
	t.deepEqual(after.toSorted(), [...before, 'other.conf'].toSorted());
	await redis.restart();
	t.is(await redis.cli('GET', 'key'), 'value');
});

test('it does not start on a log with commands that it does not know', async t => {
	const directory = await temporaryDirectory(t);
	await writeFile(path.join(directory, 'appendonly.aof'), '*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1\r\n1\r\n*4\r\n$6\r\nSETBIT\r\n$4\r\nbits\r\n$1\r\n3\r\n$1\r\n1\r\n');
	const {exitCode, stderr} = await failToStart(directory, [`port ${await freePort()}`, 'appendonly yes']);
	t.is(exitCode, 1);
	t.regex(stderr, /appendonly\.aof holds a command that the built-in server does not know, "SETBIT" with 3 words: start redis-server or valkey-server/);
});
