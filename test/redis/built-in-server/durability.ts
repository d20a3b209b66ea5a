/*
What was acknowledged survives the end of the server, however it comes: by a signal that cannot be caught, or by one that can, while it is busy, and while its log is written anew.
*/
import test from 'ava';
import {withRedis} from '../../_helpers/redis-server.js';
import {encodeCommands, RawClient} from './_raw-client.js';
import type {RawReply} from './_raw-reply.js';
import {servers} from './_real-clients.js';

const atOnce = 50;

function numberOf(reply: RawReply | undefined): number {
	return reply && 'text' in reply ? Number(reply.text) : 0;
}

/** A client that counts as fast as it can: two keys in one step, and what it is told of them. */
class Counter {
	/** The last number that was acknowledged, and the last that was asked for. */
	acknowledged = 0;
	asked = 0;
	readonly #name: string;

	constructor(name: string) {
		this.#name = name;
	}

	/** Count until the connection ends. */
	async count(port: number): Promise<void> {
		const client = await RawClient.connect(port);
		const step = [['MULTI'], ['INCR', `${this.#name}:first`], ['APPEND', `${this.#name}:second`, '.'], ['EXEC']];
		const bytes = encodeCommands(Array.from({length: atOnce}, () => step).flat());
		try {
			for (;;) {
				client.write(bytes);
				this.asked += atOnce;
				for (let count = 0; count < atOnce; count++) {
					await client.nextReply();
					await client.nextReply();
					await client.nextReply();
					const reply = await client.nextReply();
					this.acknowledged = numberOf('items' in reply ? reply.items[0] : undefined);
				}
			}
		} catch {
			// The server has gone.
		}
	}

	/** What is there of it now. */
	async read(client: RawClient): Promise<{readonly first: number; readonly second: number}> {
		const [first, second] = await client.pipeline([['GET', `${this.#name}:first`], ['STRLEN', `${this.#name}:second`]]);
		return {first: numberOf(first), second: numberOf(second)};
	}
}

for (const kind of servers) {
	for (const [name, isRewriting] of [['while it is busy', false], ['while it writes its log anew', true]] as const) {
		test(`killed ${name}, it has lost nothing that it acknowledged, and of each step all or nothing, ${kind}`, async t => {
			const server = await withRedis(t, {kind, config: ['appendonly yes']});
			const counters = Array.from({length: 4}, (_, index) => new Counter(`counter:${index}`));
			for (let round = 1; round <= 3; round++) {
				const running = counters.map(async counter => counter.count(server.port));
				const observer = await RawClient.connect(server.port);
				while (counters.some(({acknowledged}) => acknowledged < 1000 * round)) {
					if (isRewriting) {
						await observer.send('BGREWRITEAOF');
					}

					await observer.send('SET', 'observed', String(round));
				}

				server.kill('SIGKILL');
				await Promise.all([...running, observer.ended()]);
				await server.restart();
				const client = await RawClient.connect(server.port);
				t.deepEqual(await client.send('GET', 'observed'), {type: 'bulk', text: String(round)});
				for (const counter of counters) {
					const {first, second} = await counter.read(client);
					t.true(first >= counter.acknowledged && first <= counter.asked, `${first} of ${counter.acknowledged} to ${counter.asked}`);
					t.is(second, first);
					counter.acknowledged = first;
					counter.asked = first;
				}

				client.destroy();
			}
		});
	}

	test(`told to end, it keeps all that it has done, ${kind}`, async t => {
		const server = await withRedis(t, {kind, config: ['appendonly yes']});
		for (const [round, end] of [undefined, 'SIGTERM', 'SIGINT'].entries()) {
			const client = await RawClient.connect(server.port);
			const replies = await client.pipeline(Array.from({length: 1000}, (_, index) => ['SET', `key:${round}:${index}`, 'value']));
			t.true(replies.every(reply => 'text' in reply && reply.text === 'OK'));
			if (end === undefined) {
				client.write('SHUTDOWN\r\n');
			} else {
				server.kill(end as NodeJS.Signals);
			}

			await client.ended();
			await server.restart();
			t.is(await server.cli('DBSIZE'), String(1000 * (round + 1)));
		}

		t.false(server.log.lines.some(line => /cut off|damaged|truncat/i.test(line)));
	});
}

test('a log that is written anew under load gets shorter, and holds everything', async t => {
	const server = await withRedis(t, {kind: 'built-in', config: ['appendonly yes', 'auto-aof-rewrite-percentage 0']});
	const client = await RawClient.connect(server.port);
	await client.pipeline(Array.from({length: 20_000}, (_, index) => ['SET', `key:${index % 10}`, 'x'.repeat(1000)]));
	const counters = Array.from({length: 4}, (_, index) => new Counter(`counter:${index}`));
	const running = counters.map(async counter => counter.count(server.port));
	t.deepEqual(await client.send('BGREWRITEAOF'), {type: 'status', text: 'Background append only file rewriting started'});
	const line = await server.log.hear(/Compacted appendonly\.aof to \d+ bytes/);
	t.true(Number(/to (?<bytes>\d+) bytes/.exec(line)?.groups?.bytes) < 20_000_000);
	server.kill('SIGKILL');
	await Promise.all(running);
	await server.restart();
	const again = await RawClient.connect(server.port);
	for (const counter of counters) {
		const {first, second} = await counter.read(again);
		t.true(first >= counter.acknowledged && first <= counter.asked);
		t.is(second, first);
	}

	t.deepEqual(await again.send('STRLEN', 'key:9'), {type: 'integer', text: '1000'});
	again.destroy();
});
