/*
Short requests that must not take long: others wait meanwhile. Whatever grows with the square of its size takes minutes here.
*/
import test from 'ava';
import {Deadlines} from '../../../source/redis/built-in-server/deadlines.js';
import {dispatch} from '../../../source/redis/built-in-server/dispatch.js';
import type {Entry} from '../../../source/redis/built-in-server/entry.js';
import {toNumber} from '../../../source/redis/built-in-server/scripts/lua.js';
import {Server} from '../../../source/redis/built-in-server/server.js';
import {defaultSettings} from '../../../source/redis/built-in-server/settings.js';
import {withRedis} from '../../_helpers/redis-server.js';
import {encodeCommands, RawClient} from './_raw-client.js';
import {servers} from './_real-clients.js';

const pong = {type: 'status', text: 'PONG'} as const;
const patienceMs = 60_000;

for (const kind of servers) {
	test(`a key may get the same end again and again, ${kind}`, async t => {
		t.timeout(patienceMs);
		const {port} = await withRedis(t, {kind});
		const client = await RawClient.connect(port);
		await client.send('SET', 'key', 'value');
		const replies = await client.pipeline(Array.from({length: 100_000}, () => ['EXPIREAT', 'key', '99999999999']));
		t.true(replies.every(reply => 'text' in reply && reply.text === '1'));
		const others = await client.pipeline(Array.from({length: 100_000}, () => ['SET', 'key', 'value', 'EXAT', '99999999999']));
		t.true(others.every(reply => 'text' in reply && reply.text === 'OK'));
		t.deepEqual(await client.send('EXPIRETIME', 'key'), {type: 'integer', text: '99999999999'});
		client.destroy();
	});

	test(`errors with many line breaks, and long texts that are nearly numbers, ${kind}`, async t => {
		t.timeout(patienceMs);
		const {port} = await withRedis(t, {kind});
		const [client, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		const digits = '1'.repeat(1_000_000);
		const numbers = [`${digits}x`, `.${digits}.`, `${digits}.${digits}x`];
		client.write(encodeCommands([['EXPIRE', 'key', '10', `${'\n'.repeat(1_000_000)}x`], ...numbers.map(number => ['ZADD', 'z', number, 'member']), ['INCRBYFLOAT', 'n', `${digits}x`]]));
		t.deepEqual(await client.nextReply(), {type: 'error', text: `ERR Unsupported option ${' '.repeat(1_000_000)}x`});
		for (let count = 0; count < 4; count++) {
			t.deepEqual(await client.nextReply(), {type: 'error', text: 'ERR value is not a valid float'});
		}

		t.deepEqual(await other.send('PING'), pong);
		client.destroy();
		other.destroy();
	});
}

test('the ends of keys take no more room than the keys', t => {
	t.timeout(patienceMs);
	const deadlines = new Deadlines();
	const entry = (number: number): Entry => ({
		key: String(number), number, value: '', expiresAtMs: undefined, bytes: 0, isGone: false,
	});
	const entries = Array.from({length: 1000}, (_, number) => entry(number));
	for (let round = 0; round < 1000; round++) {
		for (const each of entries) {
			deadlines.set(each, undefined);
			deadlines.set(each, 1_000_000);
		}
	}

	t.is(deadlines.size, 1000);
	const taken = new Set<Entry>();
	for (let next = deadlines.takeDue(2_000_000); next; next = deadlines.takeDue(2_000_000)) {
		taken.add(next);
	}

	t.is(taken.size, 1000);
});

test('a text that is nearly a number is soon found to be none by scripts', t => {
	t.timeout(patienceMs);
	const digits = '1'.repeat(1_000_000);
	for (const text of [`${digits}x`, `.${digits}x`, `${digits}.${digits}x`, `${' '.repeat(1_000_000)}x`, `1${' '.repeat(1_000_000)}x`, `0x${digits}x`, `1e${digits}x`]) {
		t.is(toNumber(text), undefined);
	}
});

test('keys that are too long to be told are the end of who tracks them, and of nobody else', async t => {
	const told: string[] = [];
	const server = new Server(defaultSettings(), {
		tell(line) {
			told.push(line);
		},
		shutDown: () => undefined,
	});
	t.teardown(async () => server.stop());
	const ended: string[] = [];
	const come = (address: string) => server.sessions.open({
		address, localAddress: 'here', pendingBytes: 0, write: () => undefined, end: () => undefined, destroy() {
			ended.push(address);
		},
	});
	const [tracker, writer] = [come('tracker'), come('writer')];
	if (!tracker || !writer) {
		throw new Error('Expected both to come in');
	}

	dispatch(tracker, ['HELLO', '3']);
	dispatch(tracker, ['CLIENT', 'TRACKING', 'ON', 'BCAST']);
	for (const first of ['a', 'b', 'c']) {
		dispatch(writer, ['SET', first + 'x'.repeat(200_000_000), '1']);
	}

	// The end of the turn.
	await new Promise(resolve => {
		setImmediate(resolve);
	});
	t.deepEqual(ended, ['tracker']);
	t.regex(told.join('\n'), /^Client tracker closed because the keys that have changed are too long to tell: RangeError/);
	t.deepEqual([...server.sessions.all()], [writer]);
});
