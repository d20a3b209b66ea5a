/*
ioredis, the client of haiku-swarm itself, as others use it: with its ready check, its offline queue, and its subscriptions that come back.
*/
import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import test, {type ExecutionContext} from 'ava';
import {Redis, type RedisOptions} from 'ioredis';
import {loadScript} from '../../../source/redis/load-script.js';
import {servers, withSocketServer} from './_real-clients.js';

/** A client for one test. */
function client(t: ExecutionContext, port: number, options: RedisOptions): Redis {
	const redis = new Redis({
		host: '127.0.0.1', port, retryStrategy: () => 10, ...options,
	});
	t.teardown(() => {
		redis.disconnect();
	});
	return redis;
}

const binary = Buffer.from([0, 255, 13, 10, 128, 36, 42]);

for (const kind of servers) {
	for (const protocol of [2, 3] as const) {
		const name = `ioredis, RESP${protocol}, ${kind}`;

		test(`${name}: connects when it has to, and is ready`, async t => {
			const {port, directory} = await withSocketServer(t, kind);
			const redis = client(t, port, {
				protocol, lazyConnect: true, connectionName: 'lazy', db: 2,
			});
			t.is(redis.status, 'wait');
			t.is(await redis.set('key', 'value'), 'OK');
			t.is(redis.status, 'ready');
			t.is(await redis.client('GETNAME'), 'lazy');
			const bySocket = new Redis({path: `${directory}/server.sock`, protocol, db: 2});
			t.is(await bySocket.get('key'), 'value');
			bySocket.disconnect();
			const copy = redis.duplicate();
			t.is(await copy.get('key'), 'value');
			copy.disconnect();
		});

		test(`${name}: values of all kinds`, async t => {
			const {port} = await withSocketServer(t, kind);
			const redis = client(t, port, {protocol});
			await redis.set(binary, binary);
			t.deepEqual(await redis.getBuffer(binary), binary);
			await redis.hset('h', {a: '1', b: '世界'});
			t.deepEqual(await redis.hgetall('h'), {a: '1', b: '世界'});
			await redis.zadd('z', 1.5, 'x', 2, 'y');
			t.is(Number(await redis.zscore('z', 'x')), 1.5);
			t.deepEqual(await redis.mget('no', 'h2'), [null, null]);
			t.deepEqual((await redis.smembers('none')), []);
			const id = await redis.xadd('s', '*', 'field', 'value');
			t.deepEqual(await redis.xrange('s', '-', '+'), [[id, ['field', 'value']]] as Array<[string, string[]]>);
			const keys: string[] = [];
			for await (const batch of redis.scanStream({match: '?'})) {
				keys.push(...batch as string[]);
			}

			t.deepEqual(keys.toSorted(), ['h', 's', 'z']);
			await t.throwsAsync(redis.incr('h'), {message: 'WRONGTYPE Operation against a key holding the wrong kind of value'});
			t.regex(await redis.info('server'), /^redis_version:\d+\./m);
		});

		test(`${name}: pipelines and transactions`, async t => {
			const {port} = await withSocketServer(t, kind);
			const redis = client(t, port, {protocol});
			const many = redis.pipeline();
			for (let index = 0; index < 10_000; index++) {
				many.incr('n');
			}

			const replies = await many.exec();
			t.deepEqual(replies?.at(-1), [null, 10_000]);
			t.deepEqual(await redis.multi().set('a', '1').lpush('a', '2').get('a').exec().then(all => all?.map(([error, value]) => error?.message ?? value)), [
				'OK', 'WRONGTYPE Operation against a key holding the wrong kind of value', '1',
			]);
			await redis.watch('a');
			const other = client(t, port, {protocol});
			await other.set('a', '3');
			t.is(await redis.multi().set('a', '4').exec(), null);
			await t.throwsAsync(redis.multi().call('NOSUCH').exec(), {message: /EXECABORT/});
			t.is(await redis.get('a'), '3');
		});

		test(`${name}: our scripts by their sums`, async t => {
			const {port} = await withSocketServer(t, kind);
			const {lua, sha1} = loadScript('lead-1');
			const redis = client(t, port, {protocol, scripts: {lead: {lua, numberOfKeys: 1}}}) as Redis & {lead(...words: readonly string[]): Promise<unknown>};
			t.is(await redis.lead('leader', 'us', '100000'), 1);
			t.is(await redis.lead('leader', 'them', '100000'), 0);
			t.is(await redis.evalsha(sha1, 1, 'leader', 'us', '100000'), 1);
			t.is(await redis.get('leader'), 'us');
			t.deepEqual(await redis.pipeline([['lead', 'leader', 'them', '100000']]).exec(), [[null, 0]]);
			t.is(await redis.script('LOAD', lua), sha1);
			t.deepEqual(await redis.script('EXISTS', sha1, '0'.repeat(40)), [1, 0]);
		});

		test(`${name}: subscribes again after its connection was killed`, async t => {
			const {port} = await withSocketServer(t, kind);
			const redis = client(t, port, {protocol, connectionName: 'asker'});
			const subscriber = client(t, port, {protocol, connectionName: 'subscriber'});
			t.is(await subscriber.subscribe('channel', 'other'), 2);
			t.is(await subscriber.psubscribe('chan*'), 3);
			const heard = async () => {
				const both = Promise.all([once(subscriber, 'message'), once(subscriber, 'pmessage')]);
				t.is(await redis.publish('channel', '世界'), 2);
				t.deepEqual(await both, [['channel', '世界'], ['chan*', 'channel', '世界']]);
			};

			await heard();
			const list = String(await redis.client('LIST', 'TYPE', 'PUBSUB'));
			const id = /id=(?<id>\d+)/.exec(list)?.groups?.id ?? '';
			const ready = once(subscriber, 'ready');
			t.is(await redis.client('KILL', 'ID', id), 1);
			await ready;
			// It asks for its subscriptions when it is ready; one of its own comes after them.
			await subscriber.subscribe('third');
			await heard();
			t.is(await subscriber.unsubscribe('channel', 'other', 'third'), 1);
			t.is(await subscriber.punsubscribe('chan*'), 0);
			t.is(await subscriber.get('no'), null);
		});

		test(`${name}: asks again what was asked when its connection was killed`, async t => {
			const {port} = await withSocketServer(t, kind);
			const redis = client(t, port, {protocol});
			const id = await redis.client('ID');
			const other = client(t, port, {protocol});
			await other.ping();
			const ended = once(redis, 'close');
			t.is(await other.client('KILL', 'ID', id), 1);
			await ended;
			t.is(await redis.set('key', 'value'), 'OK');
			t.not(await redis.client('ID'), id);
			await redis.quit();
			t.is(await other.get('key'), 'value');
		});
	}
}
