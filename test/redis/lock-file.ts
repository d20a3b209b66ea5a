import {execFile} from 'node:child_process';
import {once} from 'node:events';
import {
	readdir, readFile, utimes, writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {takeLock} from '../../source/redis/lock-file.js';
import {temporaryDirectory} from './_temporary-directory.js';

async function lockFile(t: ExecutionContext): Promise<string> {
	const directory = await temporaryDirectory(t);
	return path.join(directory, 'lock');
}

test('of many who want it, one gets it, and nothing is left when it is released', async t => {
	const file = await lockFile(t);
	const locks = await Promise.all(Array.from({length: 20}, async () => takeLock(file)));
	const ours = locks.filter(lock => lock.kind === 'ours');
	t.is(ours.length, 1);
	t.true(locks.every(lock => lock.kind === 'ours' || lock.pid === process.pid));
	t.is(await readFile(file, 'utf8'), String(process.pid));
	await ours[0]?.release();
	t.deepEqual(await readdir(path.dirname(file)), []);
	t.like(await takeLock(file), {kind: 'ours'});
});

test('a living process keeps it', async t => {
	const file = await lockFile(t);
	await writeFile(file, String(process.ppid));
	t.deepEqual(await takeLock(file), {kind: 'theirs', pid: process.ppid});
});

test('what a dead process, an earlier start of the machine, or nobody has left is taken over', async t => {
	const child = execFile(process.execPath, ['--version']);
	await once(child, 'exit');
	for (const text of [String(child.pid), String(process.pid), '', '0', '-1', 'x']) {
		const file = await lockFile(t);
		await writeFile(file, text);
		t.like(await takeLock(file), {kind: 'ours'}, `left: ${text}`);
	}

	const file = await lockFile(t);
	await writeFile(file, String(process.ppid));
	await utimes(file, 1, 1);
	t.like(await takeLock(file), {kind: 'ours'});
});
