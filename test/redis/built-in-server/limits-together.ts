/*
What is little each time, and much together: it ends for who has most of it, and nobody else.
*/
import test from 'ava';
import {withRedis} from '../../_helpers/redis-server.js';
import {encodeCommands, RawClient} from './_raw-client.js';
import {servers} from './_real-clients.js';

const ok = {type: 'status', text: 'OK'} as const;
const pong = {type: 'status', text: 'PONG'} as const;

test('many clients that have each sent a part of a command: who has sent most goes', async t => {
	const {port, log} = await withRedis(t, {kind: 'built-in', config: ['maxmemory 24mb']});
	const greedy = await RawClient.connect(port);
	const modest: RawClient[] = [];
	await greedy.writeAll(`*1\r\n$200000000\r\n${'x'.repeat(8_000_000)}`);
	while (!greedy.isClosed && modest.length < 300) {
		const client = await RawClient.connect(port);
		await client.writeAll(`*1\r\n$2000000\r\n${'x'.repeat(500_000)}`);
		modest.push(client);
	}

	t.true(greedy.isClosed);
	await log.hear(/closed because it holds most of the \d+ bytes that all clients together have sent for later/);
	t.true(modest.length > 20);
	t.false(modest.some(({isClosed}) => isClosed));
	const other = await RawClient.connect(port);
	t.deepEqual(await other.send('PING'), pong);
	for (const client of [...modest, other]) {
		client.destroy();
	}
});

test('many clients that do not take their replies: those for which most waits go', async t => {
	const {port, log} = await withRedis(t, {kind: 'built-in', config: ['maxmemory 60mb']});
	const honest = await RawClient.connect(port);
	await honest.send('SET', 'key', 'x'.repeat(20_000_000));
	const idle: RawClient[] = [];
	for (let count = 0; count < 8; count++) {
		const client = await RawClient.connect(port);
		client.pause();
		await client.writeAll(encodeCommands([['GET', 'key']]));
		idle.push(client);
	}

	await log.hear(/closed because most of the \d+ bytes that wait for all clients together wait for it/);
	t.deepEqual(await honest.send('PING'), pong);
	for (const client of [honest, ...idle]) {
		client.destroy();
	}
});

const listening: ReadonlyArray<readonly [name: string, listen: (name: string) => readonly string[], end: readonly string[]]> = [
	['channels', name => ['SUBSCRIBE', name], ['UNSUBSCRIBE']],
	['patterns', name => ['PSUBSCRIBE', name], ['PUNSUBSCRIBE']],
	['watched keys', name => ['WATCH', name], ['UNWATCH']],
	['tracked prefixes', name => ['CLIENT', 'TRACKING', 'ON', 'BCAST', 'PREFIX', name], ['CLIENT', 'TRACKING', 'OFF']],
];

for (const [name, listen, end] of listening) {
	test(`${name} without end: that connection goes`, async t => {
		const {port, log} = await withRedis(t, {kind: 'built-in', config: ['maxmemory 24mb']});
		const [hostile, honest] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		// What it gives up again does not count.
		await honest.send('HELLO', '3');
		for (let round = 0; round < 40; round++) {
			await honest.pipeline([listen(`${round}:${'x'.repeat(1_000_000)}`), end]);
		}

		await hostile.send('HELLO', '3');
		for (let count = 0; !hostile.isClosed && count < 200; count++) {
			await hostile.writeAll(encodeCommands([listen(`${count}:${'x'.repeat(1_000_000 + count)}`)]));
		}

		await hostile.ended();
		await log.hear(/holds most of the \d+ bytes/);
		t.deepEqual(await honest.send('PING'), pong);
		t.deepEqual(await honest.send('SET', 'key', 'value'), ok);
		honest.destroy();
	});
}

for (const kind of servers) {
	test(`a transaction with more replies than may wait is done, and the connection goes, ${kind}`, async t => {
		const {port, log} = await withRedis(t, {kind, config: ['client-output-buffer-limit normal 32mb 0 0']});
		const [hostile, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		await other.send('RPUSH', 'list', ...Array.from({length: 100_000}, (_, index) => String(index)));
		hostile.pause();
		await hostile.writeAll(encodeCommands([['SELECT', '1'], ['MULTI'], ['SELECT', '0'], ...Array.from({length: 200}, () => ['LRANGE', 'list', '0', '-1']), ['SET', 'done', 'here'], ['EXEC']]));
		await log.hear(/overcoming of output buffer limits/);
		t.deepEqual(await other.send('GET', 'done'), {type: 'bulk', text: 'here'});
		const reply = await other.send('INFO', 'memory');
		const {bytes} = /used_memory_rss:(?<bytes>\d+)/.exec('text' in reply ? reply.text : '')?.groups ?? {};
		t.true(Number(bytes) < 400_000_000, `${bytes}`);
		hostile.destroy();
		other.destroy();
	});
}
