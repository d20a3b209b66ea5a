import test, {type ExecutionContext} from 'ava';
import {execute, findCommand, fits} from '../../../source/redis/built-in-server/execute.js';
import {Keyspace} from '../../../source/redis/built-in-server/keyspace.js';
import {CommandError, encode, type Reply} from '../../../source/redis/built-in-server/reply.js';
import {Hash} from '../../../source/redis/built-in-server/values/hash.js';
import {List} from '../../../source/redis/built-in-server/values/list.js';
import {Members} from '../../../source/redis/built-in-server/values/members.js';
import {Names} from '../../../source/redis/built-in-server/values/names.js';
import {SortedSet, type Scored} from '../../../source/redis/built-in-server/values/sorted-set.js';
import {Random} from '../../_helpers/hostile-random.js';
import {hashesCommand} from './_generate-hashes.js';
import {listsCommand} from './_generate-lists.js';
import {setsCommand} from './_generate-sets.js';
import {sortedSetsCommand} from './_generate-sorted-sets.js';

function openDatabase() {
	const changed: string[] = [];
	const logged: Array<readonly string[]> = [];
	const database = new Keyspace(0, {
		changed(key = '*') {
			changed.push(key);
		},
		log(command) {
			logged.push(command);
		},
		publish: () => 0,
		nowUs: () => 0,
	});
	const run = (...[name = '', ...args]: readonly string[]): Reply => {
		const command = findCommand(name);
		return command && fits(command.arity, args.length + 1) ? execute(command, database, args) : null;
	};

	return {
		database, run, changed, logged,
	};
}

test('a list holds what an array would, at both ends and between', t => {
	const random = new Random(1);
	const list = new List();
	let model: string[] = [];
	for (let step = 0; step < 4000; step++) {
		const item = 'x'.repeat(random.int(5));
		const place = random.int(model.length + 1);
		const action = random.int(100);
		if (action < 52) {
			list.push(item, action % 2 === 0 ? 'left' : 'right');
			model = action % 2 === 0 ? [item, ...model] : [...model, item];
		} else if (action < 92) {
			list.pop(action % 2 === 0 ? 'left' : 'right');
			model = action % 2 === 0 ? model.slice(1) : model.slice(0, -1);
		} else if (action < 97) {
			const start = random.int(random.chance(0.1) ? model.length + 1 : Math.min(3, model.length + 1));
			const end = Math.max(start, model.length - random.int(3));
			list.trim(start, end);
			model = model.slice(start, end);
		} else if (place < model.length) {
			list.replace(place, item);
			model[place] = item;
		} else {
			list.assign(model.toReversed());
			model.reverse();
		}

		const end = Math.min(place, model.length);
		const start = random.int(end + 1);
		t.deepEqual(list.range(), model);
		t.deepEqual(list.range(start, end), model.slice(start, end));
		t.is(list.at(place), model[place]);
	}

	while (list.pop('left') !== undefined) {
		// To its end.
	}

	t.is(list.bytes, 0);
});

test('names are found by name and by place, and a few stay in their order', t => {
	const random = new Random(3);
	const names = new Names();
	let model: string[] = [];
	for (let step = 0; step < 8000; step++) {
		const name = String(random.int(1000));
		const isGrowing = step < 4000;
		if (random.chance(isGrowing ? 0.8 : 0.2)) {
			t.is(names.add(name), !model.includes(name));
			model = model.includes(name) ? model : [...model, name];
		} else {
			t.is(names.delete(name), model.includes(name));
			model = model.filter(other => other !== name);
		}

		// Many come in any order.
		const expected: readonly string[] = names.size > 512 ? names.all : model;
		t.deepEqual(names.all, expected);
		t.deepEqual(names.all.toSorted(), model.toSorted());
		model = [...expected];
		t.is(names.has(name), model.includes(name));
	}

	t.true(names.size > 0 && names.size < 512);
});

test('a scan of a big collection tells all that is there from its beginning to its end, whatever comes and goes meanwhile', t => {
	const {run} = openDatabase();
	const random = new Random(4);
	const kinds = {
		HSCAN: (member: string) => run('HSET', 'HSCAN', member, '1'),
		SSCAN: (member: string) => run('SADD', 'SSCAN', member),
		ZSCAN: (member: string) => run('ZADD', 'ZSCAN', String(random.int(100)), member),
	};
	const removals = {HSCAN: 'HDEL', SSCAN: 'SREM', ZSCAN: 'ZREM'} as const;
	for (const command of ['HSCAN', 'SSCAN', 'ZSCAN'] as const) {
		for (let at = 0; at < 5000; at++) {
			kinds[command](`${at % 2 === 0 ? 'stays' : 'goes'}:${at}`);
		}

		const found = new Set<string>();
		let longest = 0;
		let cursor = '0';
		do {
			const [next, items] = run(command, command, cursor, 'COUNT', '50', 'MATCH', 'stays:*') as readonly [string, readonly string[]];
			longest = Math.max(longest, items.length);
			for (const item of items) {
				found.add(item);
			}

			for (let times = 0; times < 20; times++) {
				run(removals[command], command, `goes:${random.int(5000)}`);
				kinds[command](`new:${random.int(5000)}`);
				kinds[command](`stays:${2 * random.int(2500)}`);
			}

			cursor = next;
		} while (cursor !== '0');

		t.true(longest <= 100);
		t.is([...found].filter(member => member.startsWith('stays:')).length, 2500);
	}
});

test('some are chosen by chance, each once, or again and again', t => {
	const {run} = openDatabase();
	const members = Array.from({length: 1000}, (_, at) => `m${at}`);
	run('SADD', 's', ...members);
	for (const count of [1, 5, 999, 1000, 1001]) {
		const chosen = run('SRANDMEMBER', 's', String(count)) as readonly string[];
		t.is(new Set(chosen).size, Math.min(count, 1000));
		t.true(chosen.every(member => members.includes(member)));
	}

	const often = new Set(Array.from({length: 20_000}, () => (run('SRANDMEMBER', 's', '1') as readonly string[])[0]));
	t.is(often.size, 1000);
	t.is((run('SRANDMEMBER', 's', '-3000') as readonly string[]).length, 3000);
	t.throws(() => run('SRANDMEMBER', 's', '-2000000000'), {instanceOf: CommandError});
	const popped = Array.from({length: 100}, () => (run('SPOP', 's', '10') as unknown as {readonly items: readonly string[]}).items).flat();
	t.deepEqual(popped.toSorted(), members.toSorted());
	t.is(run('EXISTS', 's'), 0);
});

test('a sorted set is always in order', t => {
	const random = new Random(2);
	const set = new SortedSet();
	const model = new Map<string, Scored>();
	for (let step = 0; step < 1000; step++) {
		const member = String(random.int(100));
		const score = random.int(20);
		if (random.chance(0.7)) {
			set.set(member, score);
			model.set(member, {member, score});
		} else {
			set.delete(member);
			model.delete(member);
		}

		const sorted = [...model.values()].toSorted((a, b) => a.score - b.score || (a.member < b.member ? -1 : 1));
		t.deepEqual(set.all(), sorted);
		t.is(set.rank(member), model.has(member) ? sorted.findIndex(item => item.member === member) : undefined);
	}

	set.take(0, set.size);
	t.is(set.bytes, 0);
});

test('a sorted set with as many members as there are tasks in a long life is no burden', t => {
	const {run} = openDatabase();
	for (let at = 0; at < 200_000; at++) {
		run('ZADD', 'k', String(at), `task:${at}`);
	}

	t.is(run('ZCOUNT', 'k', '(99999', '+inf'), 100_000);
	t.is(run('ZREVRANK', 'k', 'task:0'), 199_999);
	t.is(run('ZREMRANGEBYSCORE', 'k', '-inf', '(199998'), 199_998);
	t.deepEqual(run('ZRANGE', 'k', '0', '-1'), ['task:199998', 'task:199999']);
});

test('what is taken away takes no memory', t => {
	const set = Members.of(['a', 'bc']);
	t.true(set.delete('a') && set.delete('bc'));
	t.is(set.bytes, 0);
	const hash = new Hash();
	hash.set('field', 'text');
	hash.set('field', 'a longer text');
	t.true(hash.delete('field'));
	t.is(hash.bytes, 0);
});

test('whole numbers of a small set come in their order, until it holds something else', t => {
	const set = Members.of(['10', '9', '-9223372036854775808', '-9223372036854775807', '9223372036854775807', '9223372036854775806']);
	t.deepEqual([...set.members()], ['-9223372036854775808', '-9223372036854775807', '9', '10', '9223372036854775806', '9223372036854775807']);
	set.add('01');
	set.delete('01');
	t.is(set.encoding, 'hashtable');
	t.is(Members.of(Array.from({length: 512}, (_, at) => String(at))).encoding, 'intset');
	t.is(Members.of(Array.from({length: 513}, (_, at) => String(at))).encoding, 'hashtable');
});

const fixture = [
	['HSET', 'h', 'f', '1'], ['RPUSH', 'l', 'a', 'b'], ['SADD', 's', 'a', 'b'], ['SADD', 'o', 'a'], ['ZADD', 'z', '1', 'a', '2', 'b'],
];

test('what changes nothing is not told, and not logged', t => {
	const {run, changed, logged} = openDatabase();
	for (const command of fixture) {
		run(...command);
	}

	changed.length = 0;
	logged.length = 0;
	for (const command of [
		['HSETNX', 'h', 'f', '2'],
		['HDEL', 'h', 'g'],
		['LREM', 'l', '0', 'c'],
		['LINSERT', 'l', 'BEFORE', 'c', 'd'],
		['LPUSHX', 'none', 'a'],
		['LPOP', 'l', '0'],
		['SADD', 's', 'a'],
		['SREM', 's', 'c'],
		['SMOVE', 's', 's', 'a'],
		['SMOVE', 's', 'o', 'c'],
		['SPOP', 's', '0'],
		['SINTERSTORE', 'none', 'none'],
		['ZADD', 'z', '1', 'a'],
		['ZADD', 'z', 'XX', '1', 'c'],
		['ZADD', 'none', 'XX', '1', 'c'],
		['ZADD', 'z', 'GT', '0', 'a'],
		['ZREM', 'z', 'c'],
		['ZINCRBY', 'z', '0', 'a'],
		['ZREMRANGEBYSCORE', 'z', '3', '4'],
		['ZPOPMIN', 'z', '0'],
		['ZRANGESTORE', 'none', 'none', '0', '-1'],
	]) {
		run(...command);
		t.deepEqual({command, changed, logged}, {command, changed: [], logged: []});
	}
});

test('what is moved is told of both keys, and of the other one only if it has changed', t => {
	const {run, changed} = openDatabase();
	for (const command of fixture) {
		run(...command);
	}

	changed.length = 0;
	run('SMOVE', 's', 'o', 'a');
	t.deepEqual(changed.splice(0), ['s']);
	run('SMOVE', 's', 'o', 'b');
	t.deepEqual(changed.splice(0), ['s', 'o']);
	run('RPOPLPUSH', 'l', 'm');
	t.deepEqual(changed.splice(0), ['m', 'l']);
});

test('chance and float sums are logged by their outcome', t => {
	const {run, logged} = openDatabase();
	run('SADD', 's', 'a', 'b', 'c');
	run('HINCRBYFLOAT', 'h', 'f', '0.1');
	logged.length = 0;
	const reply = run('SPOP', 's');
	run('SPOP', 's', '5');
	run('HINCRBYFLOAT', 'h', 'f', '0.2');
	t.deepEqual(logged, [['SREM', 's', reply as string], ['DEL', 's'], ['HSET', 'h', 'f', '0.3']]);
});

test('members that are chosen are distinct, or as many as wanted', t => {
	const {run} = openDatabase();
	run('SADD', 's', 'a', 'b', 'c', 'd');
	for (let count = 1; count < 4; count++) {
		t.is(new Set(run('SRANDMEMBER', 's', String(count)) as readonly string[]).size, count);
	}

	t.is((run('SRANDMEMBER', 's', '-9') as readonly string[]).length, 9);
});

for (const make of [hashesCommand, listsCommand, setsCommand, sortedSetsCommand]) {
	test(`the log of ${make.name} makes the same keys again, and nothing is left of them in the memory count`, t => {
		for (let seed = 0; seed < 50; seed++) {
			compareWithItsLog(t, new Random(seed), make);
		}
	});
}

function compareWithItsLog(t: ExecutionContext, random: Random, make: (random: Random) => readonly string[]): void {
	const first = openDatabase();
	const second = openDatabase();
	second.database.isLoading = true;
	for (const command of random.times(100, () => make(random))) {
		try {
			first.run(...command);
		} catch (error) {
			if (!(error instanceof CommandError)) {
				throw error;
			}
		}
	}

	for (const command of first.logged) {
		second.run(...command);
	}

	t.deepEqual(contents(second), contents(first));
	t.is(second.database.bytes, first.database.bytes);
	for (const {key} of first.database.entries()) {
		first.database.remove(key);
	}

	t.is(first.database.bytes, 0);
}

const readers: Readonly<Record<string, readonly string[]>> = {
	hash: ['HGETALL'], list: ['LRANGE', '0', '-1'], set: ['SMEMBERS'], zset: ['ZRANGE', '0', '-1', 'WITHSCORES'],
};

function contents({database, run}: ReturnType<typeof openDatabase>): Readonly<Record<string, string>> {
	return Object.fromEntries(Array.from(database.entries(), ({key, value}) => {
		const [name = '', ...rest] = readers[typeof value === 'string' ? '' : value.type] ?? ['GET'];
		return [key, encode(run(name, key, ...rest), 3)];
	}));
}
