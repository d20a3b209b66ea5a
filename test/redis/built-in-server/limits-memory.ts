/*
What clients may have of the memory: a bounded part, and nobody else is kept from working.
*/
import {Buffer} from 'node:buffer';
import test from 'ava';
import {Redis} from 'ioredis';
import {withRedis} from '../../_helpers/redis-server.js';
import {encodeCommands, RawClient} from './_raw-client.js';
import {servers} from './_real-clients.js';

const ok = {type: 'status', text: 'OK'} as const;
const pong = {type: 'status', text: 'PONG'} as const;
const million = 'x'.repeat(1_000_000);

/** What the operating system has given to the server, in megabytes. */
async function residentMegabytes(client: RawClient): Promise<number> {
	const reply = await client.send('INFO', 'memory');
	const {bytes} = /used_memory_rss:(?<bytes>\d+)/.exec('text' in reply ? reply.text : '')?.groups ?? {};
	return Number(bytes) / 1e6;
}

for (const kind of servers) {
	test(`what was deleted takes no memory, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind});
		const client = await RawClient.connect(port);
		for (let round = 0; round < 100; round++) {
			const key = `key:${round}`;
			await client.pipeline([['SET', key, million.repeat(4)], ['DEL', key]]);
		}

		const megabytes = await residentMegabytes(client);
		t.true(megabytes < 300, `${megabytes}`);
		client.destroy();
	});

	test(`a transaction that is too large for the memory is refused, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind, config: ['maxmemory 20mb']});
		const [client, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		t.deepEqual(await client.send('MULTI'), ok);
		let queued = 0;
		let reply = await client.send('SET', 'key', million);
		for (; reply.type === 'status' && queued < 40; queued++) {
			reply = await client.send('SET', 'key', million);
		}

		t.deepEqual(reply, {type: 'error', text: 'OOM command not allowed when used memory > \'maxmemory\'.'});
		t.deepEqual(await other.send('PING'), pong);
		t.deepEqual(await client.send('EXEC'), {type: 'error', text: 'EXECABORT Transaction discarded because of previous errors.'});
		t.deepEqual(await other.send('SET', 'key', 'value'), ok);
		client.destroy();
		other.destroy();
	});

	test(`a transaction of 100,000 commands is one, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind});
		const redis = new Redis({host: '127.0.0.1', port, protocol: 2});
		const transaction = redis.multi();
		for (let count = 0; count < 100_000; count++) {
			transaction.incr('n');
		}

		const replies = await transaction.exec();
		t.is(replies?.length, 100_000);
		t.deepEqual(replies?.at(-1), [null, 100_000]);
		redis.disconnect();
	});

	test(`subscribers that do not read are dropped, and others are served meanwhile, ${kind}`, async t => {
		const {port, log} = await withRedis(t, {kind, config: ['client-output-buffer-limit pubsub 8mb 2mb 1']});
		const slow = await Promise.all(Array.from({length: 4}, async () => RawClient.connect(port)));
		for (const subscriber of slow) {
			await subscriber.send('SUBSCRIBE', 'channel');
			subscriber.pause();
		}

		const [publisher, reader, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port), RawClient.connect(port)]);
		await reader.send('SUBSCRIBE', 'small', 'channel');
		let received: string;
		let megabytes = 0;
		do {
			const reply = await publisher.send('PUBLISH', 'channel', million);
			received = 'text' in reply ? reply.text : '';
			t.deepEqual(await other.send('PING'), pong);
			await reader.nextMessage();
			megabytes = Math.max(megabytes, await residentMegabytes(other));
		} while (received !== '1');

		t.true(megabytes < 500, `${megabytes}`);
		await log.hear(/overcoming of output buffer limits/);
		t.deepEqual(await publisher.send('PUBLISH', 'small', 'message'), {type: 'integer', text: '1'});
		t.deepEqual(await reader.nextMessage(), {type: 'array', items: ['message', 'small', 'message'].map(text => ({type: 'bulk', text}))});
		for (const client of [...slow, publisher, reader, other]) {
			client.destroy();
		}
	});

	test(`a subscriber that is behind for longer than it may be is dropped, ${kind}`, async t => {
		const {port, log} = await withRedis(t, {kind, config: ['client-output-buffer-limit pubsub 256mb 1mb 1']});
		const [slow, publisher] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		await slow.send('SUBSCRIBE', 'channel');
		slow.pause();
		const replies = await publisher.pipeline(Array.from({length: 40}, () => ['PUBLISH', 'channel', million]));
		t.deepEqual(replies[0], {type: 'integer', text: '1'});
		await log.hear(/overcoming of output buffer limits/);
		t.deepEqual(await publisher.send('PUBLISH', 'channel', 'x'), {type: 'integer', text: '0'});
		slow.destroy();
		publisher.destroy();
	});

	test(`who asks and asks and does not read is dropped, ${kind}`, async t => {
		const {port, log} = await withRedis(t, {kind, config: ['client-output-buffer-limit normal 64mb 0 0']});
		const [hostile, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		t.deepEqual(await other.send('SET', 'key', million), ok);
		hostile.pause();
		await hostile.writeAll(encodeCommands(Array.from({length: 2000}, () => ['GET', 'key'])));
		await log.hear(/overcoming of output buffer limits/);
		t.deepEqual(await other.send('PING'), pong);
		const megabytes = await residentMegabytes(other);
		t.true(megabytes < 400, `${megabytes}`);
		hostile.destroy();
		other.destroy();
	});

	test(`100 MB in and out, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind});
		const redis = new Redis({host: '127.0.0.1', port, protocol: 2});
		const value = Buffer.alloc(100_000_000, 'text\r\n\0\u{FF}', 'latin1');
		t.is(await redis.set('key', value), 'OK');
		const back = await redis.getBuffer('key');
		t.true(back?.equals(value));
		redis.disconnect();
	});

	test(`who listens to 20,000 channels is forgotten when it goes, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind});
		const [listener, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		await listener.writeAll(encodeCommands([['SUBSCRIBE', ...Array.from({length: 20_000}, (_, index) => `channel:${index}`)], ['PING']]));
		for (let count = 0; count <= 20_000; count++) {
			await listener.nextReply();
		}

		t.deepEqual(await other.send('PUBLISH', 'channel:19999', 'x'), {type: 'integer', text: '1'});
		listener.destroy();
		for (;;) {
			const reply = await other.send('PUBSUB', 'CHANNELS');
			if ('items' in reply && reply.items.length === 0) {
				break;
			}
		}

		t.deepEqual(await other.send('PUBLISH', 'channel:19999', 'x'), {type: 'integer', text: '0'});
		other.destroy();
	});
}

for (const [name, word] of [['short', 'k'], ['empty', '']] as const) {
	test(`a command of ${name} words without end is the end of its connection`, async t => {
		const {port, log} = await withRedis(t, {kind: 'built-in', config: ['maxmemory 32mb']});
		const [hostile, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		await hostile.writeAll('*2147483647\r\n$3\r\nDEL\r\n');
		const many = `$${word.length}\r\n${word}\r\n`.repeat(100_000);
		while (!hostile.isClosed) {
			await hostile.writeAll(many);
		}

		await log.hear(/holds most of the \d+ bytes/);
		t.deepEqual(await other.send('PING'), pong);
		const megabytes = await residentMegabytes(other);
		t.true(megabytes < 500, `${megabytes}`);
		other.destroy();
	});
}

test('replies that are longer than any text are the end of that connection only', async t => {
	const {port, log} = await withRedis(t, {kind: 'built-in'});
	const [hostile, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
	t.deepEqual(await other.send('SET', 'key', million.repeat(100)), ok);
	hostile.write('MGET key key key key key key\r\n');
	await hostile.ended();
	await log.hear(/closed because what it should get after mget is too long/);
	t.deepEqual(await other.send('STRLEN', 'key'), {type: 'integer', text: '100000000'});
	other.destroy();
});
