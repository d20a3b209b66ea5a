import test from 'ava';
import {findCommand} from '../../../source/redis/built-in-server/execute.js';
import {Keyspace} from '../../../source/redis/built-in-server/keyspace.js';
import {Hash} from '../../../source/redis/built-in-server/values/hash.js';
import {Random} from '../../_helpers/hostile-random.js';

function makeDatabase() {
	const clock = {nowMs: 1_000_000};
	const log: Array<readonly string[]> = [];
	const changed: Array<string | undefined> = [];
	const database = new Keyspace(0, {
		changed(key) {
			changed.push(key);
		},
		log(command) {
			log.push(command);
		},
		publish: () => 0,
		nowUs: () => clock.nowMs * 1000,
	});
	database.startCommand();
	return {
		database, clock, log, changed,
	};
}

function scanAll(database: Keyspace, count: number, between: () => void = () => undefined): readonly string[] {
	const found: string[] = [];
	let cursor = 0;
	do {
		cursor = database.scan(cursor, count, ({key}) => {
			found.push(key);
		});
		between();
	} while (cursor !== 0);

	return found;
}

test('a scan finds every key once that is there all the time, whatever comes and goes', t => {
	const random = new Random(7);
	for (let round = 0; round < 30; round++) {
		const {database} = makeDatabase();
		const staying = random.times(500, () => `stays:${random.int(1e9)}`);
		// Keys that stay lie among keys that go: so many that their places are filled up again on the way.
		for (const key of staying) {
			database.put(key, '');
			database.put(`goes:${random.int(5000)}`, '');
			database.put(`goes:${random.int(5000)}`, '');
		}

		const found = scanAll(database, 1 + random.int(20), () => {
			for (let change = 0; change < 100; change++) {
				const key = `goes:${random.int(5000)}`;
				if (random.chance(0.7)) {
					database.remove(key);
				} else {
					database.put(key, 'again');
				}
			}

			database.put(random.pick(staying), 'changed');
		});
		t.deepEqual(found.filter(key => key.startsWith('stays:')).toSorted(), [...new Set(staying)].toSorted());
	}
});

test('a scan comes to its end, however fast new keys come', t => {
	const {database} = makeDatabase();
	const keys = Array.from({length: 100}, (_, index) => `first:${index}`);
	for (const key of keys) {
		database.put(key, '');
	}

	let steps = 0;
	const found = scanAll(database, 1, () => {
		// If it came to the new ones, it would find ever more of them.
		if (++steps <= 1000) {
			database.put(`new:${steps}`, '');
			database.put(`newer:${steps}`, '');
		}
	});
	t.is(steps, 100);
	t.deepEqual(found.toSorted(), keys.toSorted());
});

test('ends that were moved do not pile up', t => {
	const {database, clock, log} = makeDatabase();
	database.put('a', '');
	for (let move = 1; move <= 10_000; move++) {
		database.expireAt('a', clock.nowMs + move);
	}

	clock.nowMs += 20_000;
	database.sweep(1500);
	t.deepEqual(log, [['DEL', 'a']]);
});

test('the command SCAN takes away what has run out, and goes on at the right place', t => {
	const {database, clock, log} = makeDatabase();
	for (let number = 0; number < 5000; number++) {
		database.put(`key:${number}`, '');
		if (number % 5 !== 0) {
			database.expireAt(`key:${number}`, clock.nowMs + 10);
		}
	}

	clock.nowMs += 11;
	const found: unknown[] = [];
	let cursor = '0';
	do {
		database.startCommand();
		const [next, keys] = findCommand('scan')?.run(database, [cursor, 'COUNT', '100', 'MATCH', 'key:*']) as [string, string[]];
		found.push(...keys);
		cursor = next;
	} while (cursor !== '0');

	t.deepEqual(found.toReversed(), Array.from({length: 1000}, (_, index) => `key:${index * 5}`));
	t.is(database.size, 1000);
	t.is(log.length, 4000);
});

test('a key is there up to the very millisecond of its end, and not after', t => {
	const {database, clock, log, changed} = makeDatabase();
	database.put('a', 'text');
	database.expireAt('a', clock.nowMs + 5);
	clock.nowMs += 5;
	database.startCommand();
	t.is(database.read('a'), 'text');
	clock.nowMs++;
	t.is(database.read('a'), 'text', 'within a command, time stands still');
	database.startCommand();
	changed.length = 0;
	t.is(database.read('a'), undefined);
	t.deepEqual(log, [['DEL', 'a']]);
	t.deepEqual(changed, ['a']);
	t.is(database.expired, 1);
	t.is(database.volatile, 0);
});

test('a sweep takes away what has run out, in turns', t => {
	const {database, clock, log} = makeDatabase();
	for (const [key, span] of [['c', 30], ['a', 10], ['b', 20], ['d', 40]] as const) {
		database.put(key, '');
		database.expireAt(key, clock.nowMs + span);
	}

	// An end that was moved does not count any more.
	database.expireAt('a', clock.nowMs + 50);
	database.expireAt('d', undefined);
	clock.nowMs += 45;
	database.sweep(1);
	t.deepEqual(log, [['DEL', 'b']]);
	database.sweep(10);
	t.deepEqual(log, [['DEL', 'b'], ['DEL', 'c']]);
	clock.nowMs += 6;
	database.sweep(10);
	t.deepEqual([...database.entries()].map(({key}) => key), ['d']);
});

test('while the log is read, nothing runs out', t => {
	const {database, clock} = makeDatabase();
	database.isLoading = true;
	database.put('a', 'text');
	database.expireAt('a', clock.nowMs - 1000);
	t.is(database.read('a'), 'text');
	database.isLoading = false;
	t.is(database.read('a'), undefined);
});

test('the count of bytes comes back to nothing', t => {
	const random = new Random(3);
	const {database} = makeDatabase();
	const key = () => `key:${random.int(50)}`;
	for (let step = 0; step < 20_000; step++) {
		const one = key();
		switch (random.int(5)) {
			case 0: {
				database.put(one, 'x'.repeat(random.int(100)));
				break;
			}

			case 1: {
				database.remove(one);
				break;
			}

			case 2: {
				if (typeof database.read(one) !== 'string') {
					database.openParts(one, Hash).set(String(random.int(5)), 'x'.repeat(random.int(100)));
					database.touch(one);
				}

				break;
			}

			case 3: {
				const value = database.read(one);
				if (value instanceof Hash) {
					value.delete(String(random.int(5)));
					database.touch(one);
				}

				break;
			}

			default: {
				findCommand('rename')?.run(database, database.read(one) === undefined ? ['other', 'other'] : [one, key()]);
			}
		}

		database.put('other', 'text');
	}

	t.true(database.bytes > 0);
	for (const {key: each} of database.entries()) {
		database.remove(each);
	}

	t.is(database.bytes, 0);
	t.is(database.size, 0);
});
