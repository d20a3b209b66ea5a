import {Buffer} from 'node:buffer';
import {copyFile, readFile, writeFile} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {encodeCommand} from '../../source/server/resp.js';
import {client, crash, withEmbedded} from './_server.js';

test('a journal that was cut anywhere loses only what comes after the cut, and no part of a transaction stays', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	await redis.set('first', '1');
	await redis.multi().set('a', '1').set('b', '1').exec();
	await redis.set('last', '1');
	server.kill('SIGKILL');
	const journal = path.join(server.directory, 'journal-0');
	const copy = path.join(server.directory, 'copy');
	await server.restart();
	await copyFile(journal, copy);
	const bytes = await readFile(copy);
	for (let cut = 0; cut < bytes.length; cut += 23) {
		server.kill('SIGKILL');
		await writeFile(journal, bytes.subarray(0, cut));
		await server.restart();
		const found = await client(t, server).mget('first', 'a', 'b', 'last');
		const ends = [bytes.indexOf('MULTI') - 8, bytes.indexOf('EXEC') + 6, bytes.indexOf('EXEC') + 6, bytes.length].map(end => cut >= end ? '1' : null);
		t.deepEqual(found, ends, `cut at ${cut}`);
	}

	await client(t, server).set('goes on', '1');
	await crash(server);
	t.is(await client(t, server).get('goes on'), '1');
});

test('what is damaged is kept aside, and reported', async t => {
	const server = await withEmbedded(t);
	await client(t, server).set('key', 'x');
	server.kill('SIGKILL');
	const journal = path.join(server.directory, 'journal-0');
	const good = await readFile(journal);
	const damaged = Buffer.concat([Buffer.from('nonsense'), encodeCommand(['SET', 'lost', 'x'])]);
	await writeFile(journal, Buffer.concat([good, damaged]));
	await server.restart();
	t.regex(await server.log.hear(/# The journal is damaged/), new RegExp(`from byte ${good.length} of ${good.length + damaged.length} on`));
	t.deepEqual(await readFile(`${journal}.damaged`), damaged);
	t.deepEqual(await client(t, server).mget('key', 'lost'), ['x', null]);
});

test('zeros at the end, as a power loss leaves them, are cut off without a word', async t => {
	const server = await withEmbedded(t);
	await client(t, server).set('key', 'x');
	server.kill('SIGKILL');
	const journal = path.join(server.directory, 'journal-0');
	await writeFile(journal, Buffer.concat([await readFile(journal), Buffer.alloc(4096)]));
	await server.restart();
	t.is(await client(t, server).get('key'), 'x');
	t.false(server.log.lines.some(line => line.includes(' # ')));
});

test('what a crash has left of a snapshot is removed', async t => {
	const server = await withEmbedded(t);
	await client(t, server).set('key', 'x');
	server.kill('SIGKILL');
	for (const name of ['valkey/temp-42.rdb', 'valkey/dump.rdb', 'journal-7']) {
		await writeFile(path.join(server.directory, name), 'half');
	}

	await server.restart();
	t.is(await client(t, server).get('key'), 'x');
});

test('50 starts that replay a journal: none crashes', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	await Promise.all(Array.from({length: 600}, async (_, index) => redis.set(`key:${index}`, 'x'.repeat(5000))));
	for (let start = 0; start < 50; start++) {
		await crash(server);
	}

	t.is(await client(t, server).dbsize(), 600);
});
