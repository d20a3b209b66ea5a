import {Buffer} from 'node:buffer';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {writeSync} from 'node:fs';
import {open} from 'node:fs/promises';
import test from 'ava';
import {LogWriter} from '../../../source/redis/built-in-server/log/log-writer.js';
import {Random} from '../../_helpers/hostile-random.js';
import {temporaryDirectory} from '../_temporary-directory.js';
import {randomChange} from './_log-changes.js';
import {
	logSize, logText, LogServer, program,
} from './_log-server.js';

test('the log holds plain commands: the database where it changes, and what belongs together', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	server.run(0, ['SET', 'a', '\u0000\u00FF\r\n']);
	server.run(0, ['GET', 'a']);
	server.run(0, ['SET', 'b', '1'], ['SET', 'c', '']);
	server.run(2, ['SET', 'a', '2']);
	t.is(await logSize(directory), 0);
	server.log.flush();
	const expected = [
		'*2\r\n$6\r\nSELECT\r\n$1\r\n0\r\n',
		'*3\r\n$3\r\nset\r\n$1\r\na\r\n$4\r\n\u0000\u00FF\r\n\r\n',
		'*1\r\n$5\r\nMULTI\r\n',
		'*3\r\n$3\r\nset\r\n$1\r\nb\r\n$1\r\n1\r\n',
		'*3\r\n$3\r\nset\r\n$1\r\nc\r\n$0\r\n\r\n',
		'*1\r\n$4\r\nEXEC\r\n',
		'*2\r\n$6\r\nSELECT\r\n$1\r\n2\r\n',
		'*3\r\n$3\r\nset\r\n$1\r\na\r\n$1\r\n2\r\n',
	];
	const text = await logText(directory);
	t.deepEqual(text.split(/(?<=\r\n)(?=\*)/), expected);
	t.is(server.log.sizeBytes, expected.join('').length);
	await server.log.close();
});

test('a unit of several databases is one', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	server.log.append([{database: 0, command: ['SET', 'a', '1']}, {database: 1, command: ['SET', 'b', '2']}]);
	await server.log.close();
	const again = await LogServer.open(directory);
	t.is(again.databases[0]?.readString('a'), '1');
	t.is(again.databases[1]?.readString('b'), '2');
	await again.log.close();
});

test('what was written survives the end of the process, and no unit is there in part', async t => {
	const random = new Random(3);
	for (let round = 0; round < 6; round++) {
		const directory = await temporaryDirectory(t);
		const [command, ...args] = program('_log-writer-program.ts');
		const writer = spawn(command, [...args, directory], {stdio: ['ignore', 'pipe', 'inherit']});
		const exited = once(writer, 'exit');
		let said = '';
		const until = 400 + random.int(2000);
		writer.stdout.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			if (Number(said.split('\n').at(-2)) >= until) {
				writer.kill('SIGKILL');
			}
		});
		await Promise.all([exited, once(writer.stdout, 'close')]);
		const acknowledged = Number(said.split('\n').at(-2));
		const server = await LogServer.open(directory);
		const numbers = server.databases.map(database => Number(database.readString('first')));
		const last = Math.max(...numbers);
		t.true(last >= acknowledged, `${last} ${acknowledged}`);
		for (const [index, database] of server.databases.entries()) {
			const own = Array.from({length: last}, (_, at) => at + 1).filter(number => number % 3 === index);
			t.is(database.readString('all'), `${own.join(',')},`);
			t.is(database.readString('first'), String(own.at(-1)));
			t.is(database.readString('second'), String(own.at(-1)).padEnd(1000));
		}

		await server.log.close();
	}
});

test('a full disk is told, and nothing is lost or written twice when there is room again', async t => {
	const directory = await temporaryDirectory(t);
	const random = new Random(4);
	let room = Number.POSITIVE_INFINITY;
	const server = await LogServer.open(directory, {
		write(descriptor, bytes) {
			const part = Math.min(bytes.length, room);
			if (part === 0) {
				throw new Error('ENOSPC: no space left on device, write');
			}

			room -= part;
			return writeSync(descriptor, bytes.subarray(0, part));
		},
	});
	const states: string[] = [];
	for (let round = 0; round < 60; round++) {
		room = random.int(200);
		for (let unit = 0; unit < 10; unit++) {
			server.write(random.int(3), ...random.times(random.int(4), () => randomChange(random)));
		}

		t.is(server.log.problem, room === 0 ? 'ENOSPC: no space left on device, write' : undefined);
		t.is(await logSize(directory), server.log.sizeBytes);
		states.push(server.state);
	}

	room = Number.POSITIVE_INFINITY;
	server.log.flush();
	t.is(server.log.problem, undefined);
	await server.log.close();
	t.true(server.told.includes('appendonly.aof cannot be written: ENOSPC: no space left on device, write'));
	t.is(server.told.at(-1), 'appendonly.aof can be written again');
	t.true(new Set(states).size > 10);
	const again = await LogServer.open(directory);
	t.is(again.state, server.state);
	t.deepEqual(again.told, []);
	await again.log.close();
});

test('a write that failed is tried again by itself', async t => {
	const directory = await temporaryDirectory(t);
	const events = new EventTarget();
	let isFull = true;
	const server = await LogServer.open(directory, {
		write(descriptor, bytes) {
			if (isFull) {
				isFull = false;
				throw new Error('full');
			}

			events.dispatchEvent(new Event('write'));
			return writeSync(descriptor, bytes);
		},
	});
	server.write(0, ['SET', 'a', '1']);
	t.is(server.log.problem, 'full');
	// The timer does not keep a process alive.
	const alive = setInterval(() => undefined, 1000);
	await once(events, 'write');
	clearInterval(alive);
	t.is(server.log.problem, undefined);
	await server.log.close();
	const again = await LogServer.open(directory);
	t.is(again.state, server.state);
	await again.log.close();
});

test('what cannot be written at the end is told', async t => {
	const server = await LogServer.open(await temporaryDirectory(t), {
		write() {
			throw new Error('full');
		},
	});
	server.run(0, ['SET', 'a', '1']);
	await server.log.close();
	t.regex(server.told.at(-1) ?? '', /^The end of appendonly\.aof is lost: \d+ bytes were not written: full$/);
});

test('texts of many megabytes are written whole', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory);
	const text = Buffer.alloc(40_000_000, 'text').toString('latin1');
	server.log.append([0, 1, 2].map(database => ({database, command: ['SET', 'a', text]})));
	await server.log.close();
	const again = await LogServer.open(directory);
	t.true(again.databases.every(database => database.readString('a') === text));
	await again.log.close();
});

test('where the disk must keep everything at once and does not, nothing goes on', async t => {
	// A disk that keeps nothing.
	const file = await open('/dev/null', 'a');
	const told: string[] = [];
	const tell = (line: string) => {
		told.push(line);
	};

	const writer = new LogWriter(file, 0, tell, {fsync: 'always'});
	writer.pending.add(['SET', 'a', '1']);
	t.throws(() => {
		writer.write();
	}, {name: 'LogError', message: /^appendonly\.aof cannot be kept on disk, as appendfsync always demands: /});
	// What was written is not written again.
	t.is(writer.pending.length, 0);
	t.is(writer.sizeBytes, 27);
	t.deepEqual(told, []);
	await file.close();
});

test('with appendfsync always the log is the same', async t => {
	const directory = await temporaryDirectory(t);
	const server = await LogServer.open(directory, {fsync: 'always'});
	server.write(0, ['INCR', 'n']);
	server.write(0, ['INCR', 'n']);
	t.is(await logSize(directory), server.log.sizeBytes);
	await server.log.close();
	const again = await LogServer.open(directory);
	t.is(again.databases[0]?.readString('n'), '2');
	await again.log.close();
});
