import {Buffer} from 'node:buffer';
import {existsSync} from 'node:fs';
import {readdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {setImmediate as nextTurn} from 'node:timers/promises';
import test, {type ExecutionContext} from 'ava';
import {Stream} from '../../../source/redis/built-in-server/values/stream.js';
import {Random} from '../../_helpers/hostile-random.js';
import {temporaryDirectory} from '../_temporary-directory.js';
import {randomChange} from './_log-changes.js';
import {
	logSize, logText, LogServer, program,
} from './_log-server.js';

function writeSome(server: LogServer, random: Random, count: number): void {
	for (let unit = 0; unit < count; unit++) {
		server.write(random.int(3), ...random.times(1 + random.int(3), () => randomChange(random)));
	}
}

/** The log is what the server holds, and nothing lies about. */
async function checkLog(t: ExecutionContext, server: LogServer, directory: string): Promise<void> {
	await server.log.close();
	const again = await LogServer.open(directory);
	t.is(again.state, server.state);
	t.deepEqual(again.told, []);
	await again.log.close();
	t.deepEqual(await readdir(directory), ['appendonly.aof']);
}

test('a compact log is smaller and makes the same', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	writeSome(server, new Random(1), 2000);
	const before = server.log.sizeBytes;
	const compacting = server.log.rewrite();
	t.true(server.log.isRewriting);
	await compacting;
	t.false(server.log.isRewriting);
	t.true(server.log.sizeBytes < before / 2, `${server.log.sizeBytes} ${before}`);
	t.is(server.log.baseBytes, server.log.sizeBytes);
	t.is(await logSize(directory), server.log.sizeBytes);
	t.deepEqual(server.told, [`Compacted appendonly.aof to ${server.log.sizeBytes} bytes`]);
	writeSome(server, new Random(2), 10);
	await checkLog(t, server, directory);
});

test('long collections are written in portions', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	const many = Array.from({length: 1000}, (_, index) => `item-${index}`);
	server.write(1, ['RPUSH', 'list', ...many]);
	server.write(1, ['SADD', 'set', ...many], ['HSET', 'hash', ...many.flatMap(item => [item, item])], ['ZADD', 'zset', ...many.flatMap((item, index) => [String(index / 3), item])]);
	await server.log.rewrite();
	const text = await logText(directory);
	const lengths = text.match(/\*\d+/g) ?? [];
	t.true(lengths.length > 4 * 15);
	t.true(lengths.every(length => Number(length.slice(1)) <= 130));
	await checkLog(t, server, directory);
});

test('a stream remembers what is gone of it', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	server.write(0, ['XADD', 'some', '5-1', 'a', 'b'], ['XADD', 'some', '5-2', 'a', 'c'], ['XADD', 'some', '7-0', 'a', 'd'], ['XDEL', 'some', '7-0'], ['XTRIM', 'some', 'MAXLEN', '1']);
	server.write(0, ['XADD', 'none', '9-9', 'a', 'b'], ['XDEL', 'none', '9-9']);
	await server.log.rewrite();
	await server.log.close();
	const again = await LogServer.open(directory);
	const recall = (key: string) => {
		const stream = again.databases[0]?.readParts(key, Stream);
		return stream && [stream.size, stream.added, stream.lastId, stream.deletedId, stream.first?.fields];
	};

	t.deepEqual(recall('some'), [1, 3n, 7n << 64n, 7n << 64n, ['a', 'c']]);
	t.deepEqual(recall('none'), [0, 1n, (9n << 64n) + 9n, (9n << 64n) + 9n, undefined]);
	await again.log.close();
});

test('changes that come meanwhile are in the compact log', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	const random = new Random(3);
	writeSome(server, random, 500);
	for (let round = 0; round < 3; round++) {
		const compacting = server.log.rewrite();
		let turns = 0;
		while (server.log.isRewriting) {
			writeSome(server, random, 3);
			turns++;
			await nextTurn();
		}

		await compacting;
		t.true(turns > 10);
	}

	t.is(server.told.length, 3);
	await checkLog(t, server, directory);
});

test('what comes meanwhile is caught up in rounds when it is much', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	server.write(0, ['SET', 'a', '1']);
	const text = 'x'.repeat(1_000_000);
	const compacting = server.log.rewrite();
	for (let index = 0; index < 12; index++) {
		server.write(index % 3, ['SET', `k${index}`, text]);
	}

	await compacting;
	t.deepEqual(server.told, [`Compacted appendonly.aof to ${server.log.sizeBytes} bytes`]);
	t.true(server.log.sizeBytes > 12_000_000);
	await checkLog(t, server, directory);
});

test('a key that has run out is as gone, or as there, as before', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	// Another clock could have let it live on: the log says that it was there.
	server.log.append([{database: 0, command: ['SET', 'old', '1', 'PXAT', '1000']}, {database: 0, command: ['SET', 'new', '1', 'PXAT', '4000000000000']}]);
	server.log.append([{database: 0, command: ['APPEND', 'old', '2']}]);
	await server.log.rewrite();
	server.log.append([{database: 0, command: ['PERSIST', 'old']}]);
	await server.log.close();
	const again = await LogServer.open(directory);
	t.is(again.databases[0]?.entryOf('old')?.expiresAtMs, undefined);
	t.is(again.databases[0]?.entryOf('old')?.value, '12');
	t.is(again.databases[0]?.entryOf('new')?.expiresAtMs, 4_000_000_000_000);
	await again.log.close();
});

test('compaction happens by itself when the log has become much longer', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	const text = 'x'.repeat(1_000_000);
	for (let index = 0; index < 16; index++) {
		server.write(0, ['SET', 'a', text]);
	}

	t.false(server.log.isRewriting);
	server.write(0, ['SET', 'a', `${text}${text}`]);
	t.true(server.log.isRewriting);
	await server.log.rewrite();
	t.true(server.log.sizeBytes < 2_100_000);
	for (let index = 0; index < 14; index++) {
		server.write(0, ['SET', 'a', text]);
	}

	t.false(server.log.isRewriting);
	await checkLog(t, server, directory);
});

test('a log that is long when it is opened is compacted soon', async t => {
	const directory = await temporaryDirectory(t);
	const command = Buffer.from(`*3\r\n$3\r\nSET\r\n$1\r\na\r\n$1000000\r\n${'x'.repeat(1_000_000)}\r\n`);
	await writeFile(path.join(directory, 'appendonly.aof'), Buffer.concat(Array.from({length: 18}, () => command)));
	const server = await LogServer.open(directory);
	server.write(0, ['SET', 'b', '1']);
	t.true(server.log.isRewriting);
	await server.log.rewrite();
	t.true(server.log.sizeBytes < 1_100_000);
	await checkLog(t, server, directory);
});

for (const [name, compactor, reason] of [
	['cannot be started', ['/does/not/exist'], /No such file/],
	['fails', [process.execPath, '-e', 'console.error("out of luck"); process.exitCode = 3;'], /ended with 3: out of luck$/],
	['is killed', [process.execPath, '-e', 'process.kill(process.pid, "SIGKILL")'], /ended with SIGKILL/],
	['is killed while it writes', [process.execPath, '-e', String.raw`require("fs").writeFileSync(process.argv[2], "*3\r\n"); process.kill(process.pid, "SIGKILL")`], /ended with SIGKILL/],
	['writes nothing', [process.execPath, '-e', ''], /No such file/],
] as const) {
	test(`the log stays as it is when the process that compacts it ${name}`, async t => {
		const directory = await temporaryDirectory(t);
		const server = await LogServer.open(directory, {compactor});
		const random = new Random(4);
		writeSome(server, random, 100);
		const compacting = server.log.rewrite();
		writeSome(server, random, 100);
		await compacting;
		t.false(server.log.isRewriting);
		t.is(server.told.length, 1);
		t.regex(server.told[0] ?? '', /^Compacting appendonly\.aof failed, and nothing is lost: /);
		t.regex(server.told[0] ?? '', reason);
		writeSome(server, random, 100);
		await checkLog(t, server, directory);
	});
}

test('closing gives up a compaction', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory, {compactor: [process.execPath, '-e', 'setInterval(() => {}, 1000)']});
	writeSome(server, new Random(5), 100);
	const compacting = server.log.rewrite();
	await checkLog(t, server, directory);
	await compacting;
	t.deepEqual(server.told, []);
});

test('what a compaction has left behind is removed at the next start', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	writeSome(server, new Random(6), 100);
	await server.log.close();
	await writeFile(path.join(directory, 'appendonly.aof.compacting'), 'half');
	await checkLog(t, await LogServer.open(directory), directory);
});

test('a log that cannot be written is not compacted', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory, {
		write() {
			throw new Error('full');
		},
	});
	server.run(0, ['SET', 'a', '1']);
	await server.log.rewrite();
	t.deepEqual(server.told, ['appendonly.aof cannot be written: full', 'Compacting appendonly.aof failed, and nothing is lost: full']);
	t.false(existsSync(path.join(directory, 'appendonly.aof.compacting')));
	await server.log.close();
});

test('a process that compacts ends when its server has gone', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory, {compactor: program('_log-orphan-program.ts')});
	server.write(0, ['SET', 'a', '1']);
	await server.log.rewrite();
	t.regex(server.told[0] ?? '', /The server that wants this is gone/);
	await checkLog(t, server, directory);
});
