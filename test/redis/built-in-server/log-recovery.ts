import {Buffer} from 'node:buffer';
import {
	mkdir, readdir, readFile, stat, truncate, writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {Random} from '../../_helpers/hostile-random.js';
import {temporaryDirectory} from '../_temporary-directory.js';
import {randomChange} from './_log-changes.js';
import {
	logBytes, logSize, logText, LogServer,
} from './_log-server.js';

type Unit = {readonly endBytes: number; readonly state: string};

const empty: Unit = {endBytes: 0, state: '[[],[],[]]'};

/** Writes a log of random units. Returns where each one ends, and what is there then. */
async function writeUnits(directory: string, random: Random, count: number): Promise<readonly Unit[]> {
	const server = await LogServer.open(directory);
	const units: Unit[] = [empty];
	while (units.length < count) {
		const commands = random.times(random.chance(0.5) ? 1 : random.int(6), () => randomChange(random));
		if (server.write(random.int(3), ...commands)) {
			units.push({endBytes: server.log.sizeBytes, state: server.state});
		}
	}

	await server.log.close();
	return units;
}

async function putLog(t: ExecutionContext, bytes: Uint8Array | string): Promise<string> {
	const directory = await temporaryDirectory(t);
	await writeFile(path.join(directory, 'appendonly.aof'), bytes);
	return directory;
}

test('what was written is there again, in every database', async t => {
	const directory = await temporaryDirectory(t);
	const units = await writeUnits(directory, new Random(1), 300);
	const server = await LogServer.open(directory);
	t.is(server.state, units.at(-1)?.state ?? '');
	t.deepEqual(server.told, []);
	await server.log.close();
	const {mode} = await stat(path.join(directory, 'appendonly.aof'));
	t.is(mode & 0o777, 0o600);
});

test('a log that was cut anywhere gives what was there after its last whole unit', async t => {
	const random = new Random(2);
	const directory = await temporaryDirectory(t);
	const all = await writeUnits(directory, random, 400);
	const bytes = await logBytes(directory);
	const file = path.join(directory, 'appendonly.aof');
	for (let round = 0; round < 1000; round++) {
		const cutBytes = random.int(bytes.length + 1);
		await writeFile(file, bytes.subarray(0, cutBytes));
		const server = await LogServer.open(directory);
		const whole = all.findLast(({endBytes}) => endBytes <= cutBytes) ?? empty;
		const size = await logSize(directory);
		t.is(server.state, whole.state, `cut at ${cutBytes}`);
		t.true(size >= whole.endBytes);
		t.deepEqual(server.told, size === cutBytes ? [] : [`The end of appendonly.aof was cut off: dropped the last ${cutBytes - size} of ${cutBytes} bytes`]);
		await server.log.close();
	}

	t.deepEqual(await readdir(directory), ['appendonly.aof']);
});

test('a log that was cut goes on behind its last whole unit', async t => {
	const random = new Random(3);
	const directory = await temporaryDirectory(t);
	await writeUnits(directory, random, 100);
	for (let round = 0; round < 50; round++) {
		await truncate(path.join(directory, 'appendonly.aof'), await logSize(directory) - random.int(20));
		const server = await LogServer.open(directory);
		server.write(random.int(3), randomChange(random), randomChange(random));
		const again = await reopen(server, directory);
		t.is(again.state, server.state);
		t.deepEqual(again.told, []);
		await again.log.close();
	}
});

async function reopen(server: LogServer, directory: string): Promise<LogServer> {
	await server.log.close();
	return LogServer.open(directory);
}

const good = '*2\r\n$6\r\nSELECT\r\n$1\r\n1\r\n*3\r\n$3\r\nSET\r\n$4\r\ngood\r\n$1\r\n1\r\n';
const more = '*3\r\n$3\r\nSET\r\n$4\r\nmore\r\n$1\r\n2\r\n';
const multi = '*1\r\n$5\r\nMULTI\r\n';
const exec = '*1\r\n$4\r\nEXEC\r\n';
const failing = '*3\r\n$6\r\nINCRBY\r\n$4\r\ngood\r\n$1\r\nx\r\n';
const damages: Readonly<Record<string, string>> = {
	'zeros at the end': '\0'.repeat(4096),
	'one zero at the end': '\0',
	'zeros in a text, to the end': `*3\r\n$3\r\nSET\r\n$4\r\nmore\r\n$10\r\nab${'\0'.repeat(10)}`,
	'an inline command': 'SET more 2\r\n',
	'a line break': `\r\n${more}`,
	'a negative length': '*-1\r\n',
	'an empty command': `*0\r\n${more}`,
	'a length with a zero before it': '*03\r\n$3\r\nSET\r\n$4\r\nmore\r\n$1\r\n2\r\n',
	'a length of a text that swallows what follows': `*3\r\n$3\r\nSET\r\n$4\r\nmore\r\n$1000\r\n2\r\n${more}`,
	'a length beyond all measure': '*3\r\n$9999999999\r\nSET\r\n$4\r\nmore\r\n$1\r\n2\r\n',
	'a wrong mark': '*3\r\n:3\r\nSET\r\n$4\r\nmore\r\n$1\r\n2\r\n',
	'an EXEC without MULTI': `${exec}${more}`,
	'a MULTI within another': `${multi}${more}${multi}${more}${exec}`,
};

for (const [name, bytes] of Object.entries(damages)) {
	test(`a damaged log is kept beside what is good of it: ${name}`, async t => {
		const whole = Buffer.from(good + bytes, 'latin1');
		const directory = await putLog(t, whole);
		const server = await LogServer.open(directory);
		const files = await readdir(directory);
		const copy = files.find(file => file.startsWith('appendonly.aof.damaged-')) ?? 'none';
		t.is(files.length, 2);
		t.deepEqual(await readFile(path.join(directory, copy)), whole);
		t.is(server.databases[1]?.size, 1);
		t.is(server.databases[0]?.size, 0);
		t.is(server.told.length, 1);
		t.regex(server.told[0] ?? '', /^appendonly\.aof is damaged: dropped the last \d+ of \d+ bytes, because there is .+; the whole file is kept as appendonly\.aof\.damaged-/);
		server.write(1, ['SET', 'new', 'text']);
		const again = await reopen(server, directory);
		t.is(again.state, server.state);
		t.deepEqual(again.told, []);
		await again.log.close();
	});
}

const unknown: Readonly<Record<string, string>> = {
	'an unknown command': `*4\r\n$6\r\nSETBIT\r\n$4\r\nbits\r\n$1\r\n3\r\n$1\r\n1\r\n${more}`,
	'too few words': `*1\r\n$3\r\nSET\r\n${more}`,
	'an unknown command in a unit': `${multi}${more}*1\r\n$5\r\nMAYBE\r\n${exec}`,
	'a database that there is not': `*2\r\n$6\r\nSELECT\r\n$2\r\n99\r\n${more}`,
};

for (const [name, bytes] of Object.entries(unknown)) {
	test(`a log that only another server can read is refused, and stays: ${name}`, async t => {
		const directory = await putLog(t, good + bytes);
		await t.throwsAsync(LogServer.open(directory), {name: 'LogError', message: /^appendonly\.aof holds (?:a command that the built-in server does not know, .+: start redis-server or valkey-server|something for the database "99", and there are 3)/});
		t.is(await logText(directory), good + bytes);
		t.deepEqual(await readdir(directory), ['appendonly.aof']);
	});
}

for (const [name, bytes] of Object.entries({alone: [failing, more], 'in a unit': [multi, failing, more, exec]})) {
	test(`a command of the log that fails is passed over, and told: ${name}`, async t => {
		const directory = await putLog(t, good + bytes.join(''));
		const server = await LogServer.open(directory);
		t.is(server.databases[1]?.readString('more'), '2');
		t.is(server.databases[1]?.readString('good'), '1');
		t.deepEqual(server.told, ['Commands of appendonly.aof that could not be repeated were passed over: 1, the first with "ERR value is not an integer or out of range"']);
		await server.log.close();
		t.deepEqual(await readdir(directory), ['appendonly.aof']);
	});
}

test('each damaged log is kept', async t => {
	const directory = await putLog(t, 'first\n');
	for (const round of [1, 2, 3]) {
		const server = await LogServer.open(directory);
		await server.log.close();
		const files = await readdir(directory);
		t.is(files.length, round + 1);
		await writeFile(path.join(directory, 'appendonly.aof'), 'again\n');
	}
});

test('texts longer than what is read at once come back whole', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	for (const [index, length] of [1_048_576 - 40, 1_048_576, 5_000_000].entries()) {
		server.write(0, ['SET', `k${index}`, 'ab'.repeat(length / 2)]);
	}

	const again = await reopen(server, directory);
	t.true(again.state === server.state);
	await again.log.close();
	await truncate(path.join(directory, 'appendonly.aof'), again.log.sizeBytes - 1);
	const cut = await LogServer.open(directory);
	t.is(cut.databases[0]?.size, 2);
	await cut.log.close();
});

test('a snapshot of Redis is refused, and stays', async t => {
	const directory = await putLog(t, 'REDIS0009...');
	await t.throwsAsync(LogServer.open(directory), {name: 'LogError', message: /begins with a snapshot that only Redis or Valkey can read/});
	t.is(await logText(directory), 'REDIS0009...');
});

test('the log of Redis 7 is refused, and no other is begun', async t => {
	const directory = await temporaryDirectory(t);
	await mkdir(path.join(directory, 'appendonlydir'));
	await writeFile(path.join(directory, 'appendonlydir', 'appendonly.aof.manifest'), 'file appendonly.aof.1.base.rdb seq 1 type b\n');
	await t.throwsAsync(LogServer.open(directory), {name: 'LogError', message: /appendonlydir was written by Redis 7 or Valkey/});
	t.deepEqual(await readdir(directory), ['appendonlydir']);
});
