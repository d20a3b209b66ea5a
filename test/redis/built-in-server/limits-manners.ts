/*
Clients that do what no client should: they come to no good, and nobody else to harm.
*/
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import test from 'ava';
import {freePort, withRedis} from '../../_helpers/redis-server.js';
import {serverCommand} from '../../_helpers/server-kind.js';
import {ServerLog} from '../../_helpers/server-log.js';
import {encodeCommands, RawClient} from './_raw-client.js';
import {servers} from './_real-clients.js';

const pong = {type: 'status', text: 'PONG'} as const;

for (const kind of servers) {
	for (const request of ['POST / HTTP/1.1\r\nContent-Type: text/plain\r\n\r\nSET key pwned\r\n', 'GET /\r\nhOsT: 127.0.0.1\r\n\r\nSET key pwned\r\n']) {
		test(`a web page changes nothing: ${request.slice(0, 4)}, ${kind}`, async t => {
			const {port, log} = await withRedis(t, {kind});
			const browser = await RawClient.connect(port);
			await browser.writeAll(request);
			const received = await browser.ended();
			t.true(received.every(({type}) => type === 'nullBulk'));
			await log.hear(/SECURITY ATTACK/);
			const client = await RawClient.connect(port);
			t.deepEqual(await client.send('EXISTS', 'key'), {type: 'integer', text: '0'});
			client.destroy();
		});
	}

	test(`a client that is refused is gone, though it stays at its end, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind, config: ['maxclients 1']});
		const first = await RawClient.connect(port);
		t.deepEqual(await first.send('PING'), pong);
		const refused = await RawClient.connect(port, true);
		// It learns by writing that nobody is there any more.
		while (!refused.isClosed) {
			await refused.writeAll('PING\r\n');
		}

		t.deepEqual(await first.send('PING'), pong);
		first.destroy();
	});

	for (const [name, goodbye] of [['QUIT', 'QUIT\r\n'], ['a protocol error', '*x\r\n'], ['CLIENT KILL of itself', 'CLIENT KILL TYPE normal SKIPME no\r\n']] as const) {
		test(`a client is gone after ${name}, though it stays at its end, ${kind}`, async t => {
			const {port} = await withRedis(t, {kind});
			const stubborn = await RawClient.connect(port, true);
			await stubborn.writeAll(goodbye);
			const reply = await stubborn.nextReply();
			t.true(['OK', '1', 'ERR Protocol error: invalid multibulk length'].includes('text' in reply ? reply.text : ''));
			const client = await RawClient.connect(port);
			let list: string;
			do {
				const told = await client.send('CLIENT', 'LIST');
				list = 'text' in told ? told.text : '';
			} while (list.trim().includes('\n'));

			t.regex(list, /cmd=client\|list/);
			stubborn.destroy();
			client.destroy();
		});
	}

	test(`who ends its own connection gets all replies before, ${kind}`, async t => {
		const {port} = await withRedis(t, {kind});
		const client = await RawClient.connect(port);
		const id = await client.send('CLIENT', 'ID');
		client.write(encodeCommands([['ECHO', 'before'], ['CLIENT', 'KILL', 'ID', 'text' in id ? id.text : '', 'SKIPME', 'no'], ['ECHO', 'behind']]));
		t.deepEqual(await client.ended(), [id, {type: 'bulk', text: 'before'}, {type: 'integer', text: '1'}]);
	});
}

test('more items by chance than anybody can want are refused', async t => {
	const {port} = await withRedis(t, {kind: 'built-in'});
	const client = await RawClient.connect(port);
	await client.pipeline([['SADD', 's', 'a'], ['HSET', 'h', 'a', '1'], ['ZADD', 'z', '1', 'a']]);
	for (const words of [['SRANDMEMBER', 's', '-9223372036854775807'], ['SRANDMEMBER', 's', '-2000000000'], ['HRANDFIELD', 'h', '-2000000000', 'WITHVALUES']]) {
		t.deepEqual(await client.send(...words), {type: 'error', text: 'ERR value is out of range'}, `${words[0]}`);
	}

	t.deepEqual(await client.send('SRANDMEMBER', 's', '-3'), {type: 'array', items: Array.from({length: 3}, () => ({type: 'bulk', text: 'a'}))});
	client.destroy();
});

test('who would wait for a stream is told that it cannot', async t => {
	const {port, log} = await withRedis(t, {kind: 'built-in'});
	const client = await RawClient.connect(port);
	t.deepEqual(await client.send('XREAD', 'BLOCK', '5000', 'STREAMS', 's', '$'), {type: 'error', text: 'ERR This server does not wait: use XREAD without BLOCK'});
	await log.hear(/Refused "XREAD": .*use XREAD without BLOCK/);
	client.destroy();
});

test('what clients send makes no lines of its own in the log', async t => {
	const {port, log} = await withRedis(t, {kind: 'built-in'});
	const client = await RawClient.connect(port);
	const reply = await client.send('X\n1:M 01 Jan 2026 00:00:00.000 * forged \u001B[31m', 'Y\n1:M forged');
	t.is(reply.type, 'error');
	await log.hear(/Refused "X\\n1:M 01 Jan 2026 00:00:00\.000 \* forged \\x1b\[31m": /);
	t.false(log.lines.some(line => line.startsWith('1:M') || line.includes('\u001B')));
	client.destroy();
});

test('it goes on when nobody reads its log', async t => {
	const [command = '', ...args] = serverCommand('built-in');
	const port = await freePort();
	const child = spawn(command, [...args, '-'], {stdio: ['pipe', 'pipe', 'ignore']});
	const exited = once(child, 'exit');
	t.teardown(async () => {
		child.kill('SIGKILL');
		await exited;
	});
	child.stdin.end(`port ${port}\n`);
	const log = new ServerLog();
	log.read(child.stdout);
	await log.hear(/Ready to accept connections/);
	child.stdout.destroy();
	await once(child.stdout, 'close');
	const client = await RawClient.connect(port);
	for (const word of ['NOSUCH', 'NEITHER', 'NOR']) {
		const reply = await client.send(word);
		t.is(reply.type, 'error');
	}

	t.deepEqual(await client.send('PING'), pong);
	client.destroy();
});
