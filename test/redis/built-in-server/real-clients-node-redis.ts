/*
node-redis, the other client of Node, which speaks RESP3 by default.
*/
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import test, {type ExecutionContext} from 'ava';
import {createClient, RESP_TYPES, type RedisClientOptions} from '@redis/client';
import {servers, withSocketServer} from './_real-clients.js';

/** A client for one test, connected. */
async function client<Version extends 2 | 3>(t: ExecutionContext, port: number, RESP: Version, options: Omit<RedisClientOptions, 'RESP'> = {}) {
	const redis = createClient({...options, RESP, socket: {host: '127.0.0.1', port, reconnectStrategy: 10}});
	// A connection that was killed is told so.
	redis.on('error', () => undefined);
	t.teardown(() => {
		redis.destroy();
	});
	await redis.connect();
	return redis;
}

const binary = Buffer.from([0, 255, 13, 10, 128, 36, 42]);

for (const kind of servers) {
	for (const version of [2, 3] as const) {
		const name = `node-redis, RESP${version}, ${kind}`;

		test(`${name}: values of all kinds`, async t => {
			const {port, directory} = await withSocketServer(t, kind);
			const redis = await client(t, port, version, {name: 'named', database: 2});
			t.is(await redis.clientGetName(), 'named');
			t.is(await redis.set('key', '世界', {expiration: {type: 'EX', value: 100_000}, condition: 'NX'}), 'OK');
			t.is(await redis.set('key', 'x', {condition: 'NX'}), null);
			t.is(await redis.get('key'), '世界');
			const raw = redis.withTypeMapping({[RESP_TYPES.BLOB_STRING]: Buffer});
			await raw.set(binary, binary);
			t.deepEqual(await raw.get(binary), binary);
			await redis.hSet('h', {a: '1', b: '2'});
			t.deepEqual({...await redis.hGetAll('h')}, {a: '1', b: '2'});
			await redis.zAdd('z', [{score: 1.5, value: 'x'}, {score: Number.POSITIVE_INFINITY, value: 'y'}]);
			t.deepEqual(await redis.zRangeWithScores('z', 0, -1), [{value: 'x', score: 1.5}, {value: 'y', score: Number.POSITIVE_INFINITY}]);
			t.is(await redis.zScore('z', 'no'), null);
			await redis.sAdd('s', ['m', 'n']);
			const members = await redis.sMembers('s');
			t.deepEqual(members.toSorted(), ['m', 'n']);
			await redis.rPush('l', ['a', 'b']);
			t.deepEqual(await redis.lRange('l', 0, -1), ['a', 'b']);
			const id = await redis.xAdd('x', '*', {field: 'value'});
			const entries = await redis.xRange('x', '-', '+');
			t.deepEqual(entries?.map(entry => [entry.id, {...entry.message}]), [[id, {field: 'value'}]]);
			t.deepEqual(await redis.mGet(['key', 'no']), ['世界', null]);
			const config = await redis.configGet('maxmemory-policy');
			t.is(config['maxmemory-policy'], 'noeviction');
			await t.throwsAsync(redis.incr('h'), {message: 'WRONGTYPE Operation against a key holding the wrong kind of value'});
			const bySocket = createClient({socket: {path: `${directory}/server.sock`, tls: false}, database: 2});
			await bySocket.connect();
			t.is(await bySocket.get('key'), '世界');
			await bySocket.close();
		});

		test(`${name}: scans, pipelines and transactions`, async t => {
			const {port} = await withSocketServer(t, kind);
			const redis = await client(t, port, version);
			await Promise.all(Array.from({length: 3000}, async (_, index) => redis.set(`key:${index}`, String(index))));
			const keys: string[] = [];
			for await (const batch of redis.scanIterator({MATCH: 'key:*', COUNT: 50})) {
				keys.push(...batch);
			}

			t.is(new Set(keys).size, 3000);
			await redis.hSet('h', Object.fromEntries(keys.map(key => [key, '1'])));
			let fields = 0;
			for await (const batch of redis.hScanIterator('h')) {
				fields += batch.length;
			}

			t.is(fields, 3000);
			t.deepEqual(await redis.multi().set('a', '1').incr('a').get('a').exec(), ['OK', 2, '2'] as never);
			await redis.watch('a');
			const other = await client(t, port, version);
			await other.set('a', '10');
			await t.throwsAsync(redis.multi().incr('a').exec(), {message: 'One (or more) of the watched keys has been changed'});
			t.deepEqual(await redis.multi().get('a').execAsPipeline(), ['10'] as never);
		});

		test(`${name}: messages, also after its connection was killed`, async t => {
			const {port} = await withSocketServer(t, kind);
			const redis = await client(t, port, version);
			const subscriber = await client(t, port, version, {name: 'subscriber'});
			const heard: string[] = [];
			const hear = (message: string, channel: string) => {
				heard.push(`${channel} ${message}`);
				subscriber.emit('heard');
			};

			const wait = async (count: number) => {
				for (; heard.length < count;) {
					await once(subscriber, 'heard');
				}
			};

			await subscriber.subscribe(['channel', 'other'], hear);
			await subscriber.pSubscribe('chan*', hear);
			t.is(await redis.publish('channel', '世界'), 2);
			await wait(2);
			const clients = await redis.clientList();
			const victim = clients.find(each => each.name === 'subscriber');
			// Not `once`, which takes the loss of the connection for an end of the waiting.
			const ready = new Promise<void>(resolve => {
				subscriber.once('ready', resolve);
			});
			t.is(await redis.clientKill({filter: 'ID', id: victim?.id ?? 0}), 1);
			await ready;
			t.is(await redis.publish('channel', 'again'), 2);
			await wait(4);
			t.deepEqual(heard, ['channel 世界', 'channel 世界', 'channel again', 'channel again']);
			await subscriber.unsubscribe();
			await subscriber.pUnsubscribe();
			t.is(await redis.publish('channel', 'nobody'), 0);
			t.is(await subscriber.get('no'), null);
		});
	}

	test(`node-redis, ${kind}: told of changes of keys by prefix`, async t => {
		const {port} = await withSocketServer(t, kind);
		const listener = await client(t, port, 2);
		const redis = await client(t, port, 3);
		const other = await client(t, port, 3);
		const id = await listener.clientId();
		const told: string[] = [];
		await listener.subscribe('__redis__:invalidate', keys => {
			told.push(String(keys));
			listener.emit('told');
		});
		t.is(await redis.sendCommand<string>(['CLIENT', 'TRACKING', 'ON', 'REDIRECT', String(id), 'BCAST', 'PREFIX', 'task:', 'PREFIX', 'finding:', 'NOLOOP']), 'OK');
		await redis.set('task:own', '1');
		await other.set('cost:1', '1');
		await other.set('task:1', '1');
		await other.set('finding:1', '1');
		await other.flushAll();
		for (; told.length < 3;) {
			await once(listener, 'told');
		}

		t.deepEqual(told, ['task:1', 'finding:1', 'null']);
	});
}
