/*
What is counted for keys against what they take: `maxmemory` is to refuse commands before the heap is full.
*/
import {Buffer} from 'node:buffer';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import process from 'node:process';
import test from 'ava';
import {execute, findCommand} from '../../../source/redis/built-in-server/execute.js';
import {Keyspace} from '../../../source/redis/built-in-server/keyspace.js';
import {RequestParser} from '../../../source/redis/built-in-server/request-parser.js';

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

const kinds: Readonly<Record<string, (key: string, at: number) => readonly string[]>> = {
	strings: key => ['SET', key, 'x'],
	'strings with an end': key => ['SET', key, 'x', 'EX', '10000'],
	hashes: key => ['HSET', key, 'f', 'x'],
	lists: key => ['RPUSH', key, 'x'],
	sets: key => ['SADD', key, 'x'],
	'sorted sets': key => ['ZADD', key, '1', 'x'],
	streams: (key, at) => ['XADD', key, `${at + 1}-1`, 'f', 'x'],
	'fields of one hash': key => ['HSET', 'one', key, 'x'],
	'members of one set': key => ['SADD', 'one', key],
	'members of one sorted set': (key, at) => ['ZADD', 'one', String(at), key],
	'items of one list': key => ['RPUSH', 'one', key],
	'entries of one stream': (key, at) => ['XADD', 'one', `${at + 1}-1`, 'f', key],
};
const count = 50_000;

function heapBytes(): number {
	collectGarbage();
	return process.memoryUsage().heapUsed;
}

/** As it comes from a client: a text of its own. */
function received(text: string): string {
	return Buffer.from(text, 'latin1').toString('latin1');
}

for (const [name, command] of Object.entries(kinds)) {
	test.serial(`${name} are counted for about what they take`, t => {
		const before = heapBytes();
		const database = new Keyspace(0, {
			changed: () => undefined, log: () => undefined, publish: () => 0, nowUs: () => Date.now() * 1000,
		});
		database.startCommand();
		for (let at = 0; at < count; at++) {
			const [verb = '', ...args] = command(`key:${at}`, at).map(word => received(word));
			execute(findCommand(verb)!, database, args);
		}

		const takenBytes = heapBytes() - before;
		t.log(`${Math.round(database.bytes / count)} counted, ${Math.round(takenBytes / count)} taken`);
		t.true(database.bytes > 0.75 * takenBytes);
		t.true(database.bytes < 2 * takenBytes);
	});
}

test.serial('a text that grows by single bytes takes about as much memory as it has', t => {
	const before = heapBytes();
	const database = new Keyspace(0, {
		changed: () => undefined, log: () => undefined, publish: () => 0, nowUs: () => Date.now() * 1000,
	});
	const append = findCommand('append')!;
	for (let at = 0; at < 1_000_000; at++) {
		execute(append, database, ['key', 'x']);
	}

	// To read it would put its parts together.
	t.true(heapBytes() - before < 4_000_000);
	t.is(database.readString('key'), 'x'.repeat(1_000_000));
});

test.serial('words of a line keep nothing else of it', t => {
	const before = heapBytes();
	const kept: string[] = [];
	const parser = new RequestParser();
	for (let at = 0; at < 200; at++) {
		parser.read(Buffer.from(`SET key:${at} ${'x'.repeat(30)}${' '.repeat(60_000)}\n`), words => {
			kept.push(words[2] ?? '');
		});
	}

	t.is(kept.length, 200);
	t.true(heapBytes() - before < 2_000_000);
});
