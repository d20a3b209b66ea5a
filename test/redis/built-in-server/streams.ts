import {spawnSync} from 'node:child_process';
import test, {type ExecutionContext} from 'ava';
import {execute, findCommand} from '../../../source/redis/built-in-server/execute.js';
import {Keyspace} from '../../../source/redis/built-in-server/keyspace.js';
import {CommandError, encode} from '../../../source/redis/built-in-server/reply.js';
import {Random} from '../../_helpers/hostile-random.js';
import {withRedis} from '../../_helpers/redis-server.js';
import {streamsCommand} from './_generate-streams.js';
import {RawClient} from './_raw-client.js';
import {describeReply, parseReply, type RawReply} from './_raw-reply.js';

const problem = spawnSync('redis-server', ['--version']).error?.message ?? null;

type Words = readonly string[];

/** A database of its own, with a clock that stands still. */
class Bench {
	nowMs = 1_700_000_000_000;

	/** What it would write into its log. */
	readonly logged: Words[] = [];
	readonly database = new Keyspace(0, {
		changed: () => undefined,
		log: words => {
			this.logged.push(words);
		},
		publish: () => 0,
		nowUs: () => this.nowMs * 1000,
	});

	/** The reply to a command, as a client of RESP2 reads it. */
	do(...[name = '', ...args]: Words): RawReply {
		this.database.startCommand();
		const command = findCommand(name);
		try {
			return parseReply(encode(execute(command!, this.database, args), 2), 0)!.reply;
		} catch (error) {
			if (error instanceof CommandError) {
				return {type: 'error', text: error.message};
			}

			throw error;
		}
	}

	/** All that there is in streams. */
	look(): Words {
		return ['a', 'b', 'c', 'd', 'e', 'f'].flatMap(key => [this.do('XRANGE', key, '-', '+'), this.do('XINFO', 'STREAM', key)])
			// How Redis would lay them out depends on what is gone.
			.map(reply => describeReply(reply).replace(/bulk "radix-tree-keys".*?bulk "last/u, 'bulk "last'));
	}
}

test('an id is made of the time, and goes on when the time does not', t => {
	const bench = new Bench();
	const add = (id: string) => {
		const reply = bench.do('XADD', 's', id, 'a', 'b');
		return 'text' in reply ? reply.text : reply.type;
	};

	t.deepEqual([add('*'), add('*'), add('1700000000000-*')], ['1700000000000-0', '1700000000000-1', '1700000000000-2']);
	bench.nowMs += 5;
	t.is(add('*'), '1700000000005-0');
	bench.nowMs -= 1000;
	t.is(add('*'), '1700000000005-1');
	t.is(add('1700000000009-18446744073709551615'), '1700000000009-18446744073709551615');
	t.is(add('*'), '1700000000010-0');
	t.is(add('18446744073709551615-18446744073709551615'), '18446744073709551615-18446744073709551615');
	t.is(add('*'), 'ERR The stream has exhausted the last possible ID, unable to add more items');
});

test('the log makes the same streams again, whatever the clock says and however they were trimmed', t => {
	for (let seed = 1; seed <= 300; seed++) {
		const random = new Random(seed);
		const first = new Bench();
		for (let count = 0; count < 60; count++) {
			const words = random.chance(0.2) ? ['XADD', random.pick(['a', 'b']), 'MAXLEN', '~', '3', '*', 'x', 'y'.repeat(random.int(3000))] : streamsCommand(random);
			if (Math.abs(findCommand(words[0]!)?.arity ?? 100) <= words.length) {
				first.do(...words);
			}

			first.nowMs += random.int(3);
		}

		const second = new Bench();
		second.nowMs = 5;
		for (const words of first.logged) {
			t.not(second.do(...words).type, 'error', `seed ${seed}: ${words.join(' ')}`);
		}

		t.deepEqual(second.look(), first.look(), `seed ${seed}`);
	}
});

test('bytes are given back', t => {
	const {database, ...bench} = new Bench();
	t.is(database.bytes, 0);
	const run = (...[name = '', ...args]: Words) => execute(findCommand(name)!, database, args);
	run('xadd', 's', '1', 'a', 'b');
	const {bytes} = database;
	for (let count = 0; count < 1000; count++) {
		run('xadd', 's', 'MAXLEN', '~', '500', '*', 'field', 'x'.repeat(count));
	}

	t.true(database.bytes > 250_000);
	run('xtrim', 's', 'MAXLEN', '0');
	t.true(database.bytes < bytes);
	run('del', 's');
	t.is(database.bytes, 0);
	t.deepEqual(bench.logged.at(-1), ['del', 's']);
});

test('as much is trimmed as by Redis', problem === null ? compare : leaveOut);

async function compare(t: ExecutionContext): Promise<void> {
	const {port} = await withRedis(t, {kind: 'redis'});
	const client = await RawClient.connect(port);
	t.teardown(() => {
		client.destroy();
	});
	for (let seed = 1; seed <= 30; seed++) {
		const random = new Random(seed);
		const longest = random.pick([3, 30, 200, 2000]);
		const commands: Words[] = [];
		for (let number = 1; number <= 500; number++) {
			const fields = random.chance(0.7) ? ['a', 'b'] : ['a', String(random.int(1_000_000) - 500_000), 'c'];
			const pairs = fields.flatMap(field => [field, random.chance(0.5) ? 'x'.repeat(random.int(longest)) : String(random.int(100_000))]);
			commands.push(['XADD', 's', ...(random.chance(0.05) ? ['MAXLEN', '~', String(random.int(400))] : []), `${number * random.pick([1, 1, 1000])}-*`, ...pairs]);
			if (random.chance(0.1)) {
				commands.push(['XDEL', 's', `${number - random.int(20)}-0`]);
			}

			if (random.chance(0.02)) {
				commands.push(['XTRIM', 's', random.pick(['MAXLEN', 'MINID']), random.pick(['~', '=']), String(random.int(number))]);
			}
		}

		commands.push(['XINFO', 'STREAM', 's', 'FULL', 'COUNT', '0'], ['DEL', 's']);
		const bench = new Bench();
		const expected = await client.pipeline(commands);
		t.deepEqual(commands.map(words => bench.do(...words)), expected, `seed ${seed}`);
	}
}

function leaveOut(t: ExecutionContext): void {
	t.log(`Left out. ${problem}`);
	t.truthy(problem);
}
