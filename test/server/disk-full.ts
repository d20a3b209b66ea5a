import {Buffer} from 'node:buffer';
import {execFileSync} from 'node:child_process';
import {rm, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import type {Redis} from 'ioredis';
import type {RedisServer} from '../_helpers/redis-server.js';
import {temporaryDirectory} from '../redis/_temporary-directory.js';
import {client, crash, withEmbedded} from './_server.js';

/** Whether a command that needs rights that not everybody has was done. */
function isDone(program: string, ...args: readonly string[]): boolean {
	try {
		execFileSync(program, args, {stdio: 'ignore'});
		return true;
	} catch {
		return false;
	}
}

// Who may not mount a file system skips this.
const testWithMount = isDone('unshare', '--mount', 'true') ? test : test.skip;
const testWithLimits = isDone('prlimit', '--version') ? test : test.skip;

/** Write keys until the server refuses. Returns how many it has acknowledged, and the refusal. */
async function fill(redis: Redis): Promise<{readonly keys: number; readonly refusal: string}> {
	for (let keys = 0; ; keys++) {
		try {
			await redis.set(`key:${keys}`, 'x'.repeat(50_000));
		} catch (error) {
			return {keys, refusal: (error as Error).message};
		}
	}
}

/** As soon as there is room again, writes go on; what was acknowledged is still there. */
async function recovers(t: Parameters<typeof client>[0], server: RedisServer, keys: number): Promise<void> {
	await server.log.hear(/Writes are accepted again/);
	t.is(await client(t, server).set('after', 'x'), 'OK');
	await crash(server);
	const names = Array.from({length: keys}, (_, index) => `key:${index}`);
	t.is(await client(t, server).exists(...names, 'after'), keys + 1);
}

testWithMount('when the disk is full, writes are refused until there is room; reads go on', async t => {
	const directory = await temporaryDirectory(t);
	isDone('mount', '-t', 'tmpfs', '-o', 'size=4m', 'tmpfs', directory);
	t.teardown(() => {
		isDone('umount', '--lazy', directory);
	});
	const filler = path.join(directory, 'filler');
	await writeFile(filler, Buffer.alloc(1_000_000));
	const server = await withEmbedded(t, `dir ${directory}`);
	const redis = client(t, server);
	await redis.set('short', 'x', 'PX', 1);
	const {keys, refusal} = await fill(redis);
	t.regex(refusal, /^MISCONF .*unable to persist to disk/);
	t.regex(await server.log.hear(/Writes are refused/), /ENOSPC/);
	t.is(await redis.strlen('key:0'), 50_000);
	await t.throwsAsync(redis.eval('return redis.call("SET", "x", 1)', 0), {message: /MISCONF/});
	await t.throwsAsync(redis.multi().incr('n').exec(), {message: /EXECABORT/});
	t.is(await redis.publish('channel', 'x'), 0);
	await rm(filler);
	await recovers(t, server, keys);
});

testWithLimits('where not even the changes of the moment can be written, nobody is told that they were made', async t => {
	const server = await withEmbedded(t);
	isDone('prlimit', '--pid', String(server.pid), '--fsize=2000000:unlimited');
	const {keys, refusal} = await fill(client(t, server));
	t.is(refusal, 'Connection is closed.');
	await t.throwsAsync(client(t, server).set('key', 'x'), {message: /MISCONF/});
	t.is(await client(t, server).strlen('key:0'), 50_000);
	t.true(isDone('prlimit', '--pid', String(server.pid), '--fsize=unlimited:unlimited'));
	await recovers(t, server, keys);
});
