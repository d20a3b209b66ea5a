/*
Transactions and connections where the order of things matters, which random sequences hardly meet. What is expected is what Redis does.
*/
import test, {type ExecutionContext} from 'ava';
import {loadTypedScript} from '../../../source/redis/load-script.js';
import {withRedis} from '../../_helpers/redis-server.js';
import type {ServerKind} from '../../_helpers/server-kind.js';
import {encodeCommands, RawClient} from './_raw-client.js';
import {describeReply} from './_raw-reply.js';
import {servers} from './_real-clients.js';

/** A server with two clients. */
async function connectTwo(t: ExecutionContext, kind: ServerKind, config: readonly string[] = []) {
	const {port} = await withRedis(t, {kind, config});
	const [client, other] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
	t.teardown(() => {
		client.destroy();
		other.destroy();
	});
	return {client, other, port};
}

const ok = {type: 'status', text: 'OK'} as const;

for (const kind of servers) {
	test(`what a transaction reads is what was there at that moment, ${kind}`, async t => {
		const {client} = await connectTwo(t, kind);
		await client.pipeline([['SADD', 's', 'a'], ['HSET', 'h', 'f', '1'], ['RPUSH', 'l', 'x']]);
		const replies = await client.pipeline([
			['MULTI'], ['SMEMBERS', 's'], ['SRANDMEMBER', 's', '5'], ['SADD', 's', 'b'], ['SREM', 's', 'a'], ['HRANDFIELD', 'h', '5'], ['HDEL', 'h', 'f'], ['LRANGE', 'l', '0', '-1'], ['RPUSH', 'l', 'y'], ['EXEC'],
		]);
		const a = {type: 'array', items: [{type: 'bulk', text: 'a'}]};
		const one = {type: 'integer', text: '1'};
		t.deepEqual(replies.at(-1), {
			type: 'array',
			items: [a, a, one, one, {type: 'array', items: [{type: 'bulk', text: 'f'}]}, one, {type: 'array', items: [{type: 'bulk', text: 'x'}]}, {type: 'integer', text: '2'}],
		} as never);
	});

	test(`a transaction that would not be taken now is refused, though it was taken when it was written, ${kind}`, async t => {
		const {client, other} = await connectTwo(t, kind);
		await client.pipeline([['MULTI'], ['GET', 'a'], ['SET', 'a', '1']]);
		t.deepEqual(await other.send('CONFIG', 'SET', 'maxmemory', '1'), ok);
		t.deepEqual(await client.send('EXEC'), {type: 'error', text: 'EXECABORT Transaction discarded because of: OOM command not allowed when used memory > \'maxmemory\'.'});
		t.deepEqual(await client.send('DISCARD'), {type: 'error', text: 'ERR DISCARD without MULTI'});
		// While there is no memory nothing more is kept, but what was kept is done, unless it needs memory.
		await other.send('CONFIG', 'SET', 'maxmemory', '0');
		await client.pipeline([['MULTI'], ['DEL', 'a']]);
		await other.send('CONFIG', 'SET', 'maxmemory', '1');
		t.deepEqual(await client.send('EXEC'), {type: 'array', items: [{type: 'integer', text: '0'}]});
		await client.send('MULTI');
		const refused = await client.send('GET', 'a');
		t.true('text' in refused && refused.text.startsWith('OOM '));
	});

	test(`a watched key that has run out breaks the transaction at once, ${kind}`, async t => {
		const {client} = await connectTwo(t, kind);
		let rounds = 0;
		while (rounds < 20) {
			const replies = await client.pipeline([['SET', 'lease', 'ours', 'PX', '5'], ['WATCH', 'lease'], ['EXISTS', 'lease'], ['MULTI'], ['SET', 'won', '1']]);
			const until = performance.now() + 7;
			while (performance.now() < until) {
				// A timer would come after the server's own.
			}

			const outcome = describeReply(await client.send('EXEC'));
			// On a busy machine it can have run out before it was watched.
			const wasThere = describeReply(replies[2]!) === 'integer "1"';
			t.true(outcome === 'nullArray' || !wasThere);
			rounds += Number(wasThere);
		}
	});

	test(`MONITOR shows what a transaction does, and no passwords, ${kind}`, async t => {
		const {client, other} = await connectTwo(t, kind);
		await other.send('MONITOR');
		await client.pipeline([['MULTI'], ['SET', 'a', '1'], ['EXEC'], ['CONFIG', 'SET', 'requirepass', 'secret'], ['AUTH', 'secret'], ['AUTH', 'default', 'secret'], ['HELLO', '2', 'AUTH', 'default', 'secret', 'SETNAME', 'n'], ['ECHO', 'end']]);
		const lines: string[] = [];
		while (!lines.at(-1)?.includes('end')) {
			const line = await other.nextReply();
			lines.push('text' in line ? line.text.replace(/^.+?] /, '') : '');
		}

		t.deepEqual(lines, ['"MULTI"', '"SET" "a" "1"', '"EXEC"', '"AUTH" "(redacted)"', '"AUTH" "(redacted)" "(redacted)"', '"HELLO" "2" "AUTH" "(redacted)" "(redacted)" "SETNAME" "n"', '"ECHO" "end"']);
	});

	test(`who wants no replies gets messages all the same, ${kind}`, async t => {
		const {client, other} = await connectTwo(t, kind);
		client.write(encodeCommands([['CLIENT', 'REPLY', 'OFF'], ['SUBSCRIBE', 'channel'], ['PING']]));
		while (describeReply(await other.send('PUBLISH', 'channel', 'hello')) !== 'integer "1"') {
			// Until it listens.
		}

		while (client.received.length < 2) {
			await other.send('PING');
		}

		t.is(client.received.map(reply => describeReply(reply)).join(' '), 'array(bulk "subscribe", bulk "channel", integer "1") array(bulk "message", bulk "channel", bulk "hello")');
	});

	test(`SHUTDOWN with words that it does not know does nothing, ${kind}`, async t => {
		const {client} = await connectTwo(t, kind);
		t.deepEqual(await client.send('SHUTDOWN', 'ABORT'), {type: 'error', text: 'ERR No shutdown in progress.'});
		t.deepEqual(await client.send('SHUTDOWN', 'NOW', 'maybe'), {type: 'error', text: 'ERR syntax error'});
		const replies = await client.pipeline([['MULTI'], ['SHUTDOWN'], ['EXEC'], ['PING']]);
		t.deepEqual(replies.slice(1), [
			{type: 'error', text: 'ERR Command not allowed inside a transaction'},
			{type: 'error', text: 'EXECABORT Transaction discarded because of previous errors.'},
			{type: 'status', text: 'PONG'},
		]);
		client.write(encodeCommands([['SHUTDOWN', 'NOSAVE', 'NOW']]));
		await client.ended();
	});

	test(`who is not told of changes of its own is told of a key that runs out while it looks, ${kind}`, async t => {
		const {client, other} = await connectTwo(t, kind);
		await client.pipeline([['HELLO', '3'], ['CLIENT', 'TRACKING', 'ON', 'BCAST', 'NOLOOP']]);
		for (let round = 1; round <= 20; round++) {
			await other.send('SET', 'lease', 'theirs', 'PX', '5');
			await client.nextMessage();
			const until = performance.now() + 7;
			while (performance.now() < until) {
				// A timer would come after the server's own.
			}

			t.is(describeReply(await client.send('GET', 'lease')), 'null');
			t.is(describeReply(await client.nextMessage()), 'push(bulk "invalidate", array(bulk "lease"))');
		}
	});

	test(`options of HELLO before a wrong one hold, ${kind}`, async t => {
		const {client, other} = await connectTwo(t, kind, ['requirepass secret']);
		t.regex(describeReply(await other.send('HELLO', '3')), /NOAUTH HELLO must be called with the client already authenticated, otherwise the HELLO AUTH <user> <pass> option/);
		t.deepEqual(await client.send('HELLO', '3', 'AUTH', 'default', 'secret', 'SETNAME', 'me', 'FOO'), {type: 'error', text: 'ERR Syntax error in HELLO option \'FOO\''});
		t.deepEqual(await client.send('CLIENT', 'GETNAME'), {type: 'bulk', text: 'me'});
	});

	test(`a cursor with a million digits is refused at once, ${kind}`, async t => {
		const {client} = await connectTwo(t, kind);
		const invalid = {type: 'error', text: 'ERR invalid cursor'} as const;
		for (const digits of ['9'.repeat(10_000_000), '18446744073709551616', '123456789012345678901']) {
			t.deepEqual(await client.send('SCAN', digits), invalid);
		}

		t.is(describeReply(await client.send('SCAN', `${'0'.repeat(1_000_000)}`)), 'array(bulk "0", array())');
	});
}

test('what a connection held is forgotten with it', async t => {
	const {port} = await withRedis(t, {kind: 'built-in'});
	const watcher = await RawClient.connect(port);
	const usedBytes = async () => {
		const reply = await watcher.send('INFO', 'memory');
		return Number(/used_memory:(\d+)/.exec('text' in reply ? reply.text : '')?.[1]);
	};

	const before = await usedBytes();
	for (let round = 0; round < 20; round++) {
		const page = await RawClient.connect(port);
		await page.writeAll(`POST / HTTP/1.1\r\n*1\r\n$60000\r\n${'x'.repeat(59_000)}`);
		await page.ended();
		const large = await RawClient.connect(port);
		await large.writeAll(encodeCommands([['POST', 'x'.repeat(1_000_000)]]));
		await large.ended();
	}

	t.is(await usedBytes(), before);
	watcher.destroy();
});

test('a script that has begun to write is not refused the rest for lack of memory', async t => {
	const {client} = await connectTwo(t, 'built-in');
	const {lua} = loadTypedScript('typed-report-5');
	const info = await client.send('INFO', 'memory');
	const usedBytes = Number(/used_memory:(\d+)/.exec('text' in info ? info.text : '')?.[1]);
	await client.send('CONFIG', 'SET', 'maxmemory', String(usedBytes + 10_000));
	const report = ['EVAL', lua, '5', 'claimed', 'finding', 'result', 'cost', 'spent', 'w', 't', 'f', 'now', '1', '0.5', `{"result":"${'x'.repeat(50_000)}"}`];
	t.deepEqual(await client.send(...report), {type: 'bulk', text: 'DONE'});
	t.deepEqual(await client.send('GET', 'result'), {type: 'bulk', text: 'f'});
	t.regex(describeReply(await client.send(...report)), /OOM/);
});

test('MONITOR shows the beginning of what is long', async t => {
	const {client, other} = await connectTwo(t, 'built-in');
	await other.send('MONITOR');
	t.deepEqual(await client.send('RPUSH', 'l', ...Array.from({length: 2000}, () => 'x'.repeat(999))), {type: 'integer', text: '2000'});
	const line = await other.nextReply();
	t.regex('text' in line ? line.text : '', /"RPUSH" "l" (?:"x+" ){66}\.{3} \(1934 more words\)$/);
});
