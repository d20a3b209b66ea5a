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
