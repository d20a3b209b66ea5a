/*
Clients that send nonsense: it is the end of their connection, told in the words of Redis, and nobody else's business.
*/
import {Buffer} from 'node:buffer';
import test from 'ava';
import {longestBulkBytes} from '../../../source/redis/built-in-server/limits.js';
import {requestBytes} from '../../_helpers/fuzz-requests.js';
import {Random} from '../../_helpers/hostile-random.js';
import {withRedis} from '../../_helpers/redis-server.js';
import {bothServers} from './_differential-servers.js';
import {RawClient} from './_raw-client.js';
import {describeReply} from './_raw-reply.js';

/** Frames that no client should send, and what is answered before the connection ends. */
const mistakes: ReadonlyArray<readonly [name: string, sent: string, error: string]> = [
	['a number of words that is none', '*x\r\n', 'invalid multibulk length'],
	['more words than there can be', '*2147483648\r\n', 'invalid multibulk length'],
	['a number that is too great for 64 bits', '*99999999999999999999\r\n', 'invalid multibulk length'],
	['a length that is none', '*1\r\n$x\r\n', 'invalid bulk length'],
	['a negative length', '*1\r\n$-1\r\n', 'invalid bulk length'],
	['a gigantic length', '*2\r\n$3\r\nGET\r\n$536870913\r\n', 'invalid bulk length'],
	['no length', '*1\r\nPING\r\n', 'expected \'$\', got \'P\''],
	['a line break for a length', '*1\r\n\r\n\r\n', 'expected \'$\', got \' \''],
	['a million open brackets', '*1\r\n'.repeat(1_000_000), 'expected \'$\', got \'*\''],
	['a million open brackets of another kind', '['.repeat(1_000_000), 'too big inline request'],
	['a line without end', 'x'.repeat(100_000), 'too big inline request'],
	['a number without end', `*${'1'.repeat(100_000)}`, 'too big mbulk count string'],
	['a length without end', `*1\r\n$${'1'.repeat(100_000)}`, 'too big bulk count string'],
	['a quotation mark without end', 'SET a "b\r\n', 'unbalanced quotes in request'],
];

for (const [name, sent, error] of mistakes) {
	test(`${name}: that connection ends, others are served`, async t => {
		const {port} = await withRedis(t, {kind: 'built-in'});
		const [honest, hostile] = await Promise.all([RawClient.connect(port), RawClient.connect(port)]);
		t.deepEqual(await hostile.send('SET', 'key', 'kept'), {type: 'status', text: 'OK'});
		hostile.write(sent);
		const [, reply, ...others] = await hostile.ended();
		// Who sends on where nobody reads may be cut off before it has read.
		const expected = {type: 'error', text: `ERR Protocol error: ${error}`} as const;
		t.deepEqual(reply ?? (sent.length >= 100_000 ? expected : undefined), expected);
		t.deepEqual(others, []);
		t.deepEqual(await honest.send('GET', 'key'), {type: 'bulk', text: 'kept'});
		honest.destroy();
	});
}

test('half a frame waits, whatever it announces, and others are served', async t => {
	const {port} = await withRedis(t, {kind: 'built-in'});
	const hostile: RawClient[] = [];
	for (const half of ['*', '*1\r\n', '*3\r\n$3\r\nSET\r\n', '*1\r\n$200000000\r\nx', '*2147483647\r\n$1\r\na\r\n', 'GET', 'a\0b\r\n', '*1\r\n$4\r\nPING']) {
		const client = await RawClient.connect(port);
		await client.writeAll(half);
		hostile.push(client);
	}

	const honest = await RawClient.connect(port);
	t.deepEqual(await honest.send('PING'), {type: 'status', text: 'PONG'});
	for (const client of hostile.slice(0, -1)) {
		t.deepEqual(client.received, []);
		client.destroy();
	}

	hostile.at(-1)?.write('\r\n');
	t.deepEqual(await hostile.at(-1)?.nextReply(), {type: 'status', text: 'PONG'});
	t.deepEqual(await honest.send('PING'), {type: 'status', text: 'PONG'});
	hostile.at(-1)?.destroy();
	honest.destroy();
});

test('who has not said the password may send short commands only', async t => {
	const {port} = await withRedis(t, {kind: 'built-in', config: ['requirepass secret']});
	for (const [sent, error] of [['*11\r\n', 'unauthenticated multibulk length'], ['*1\r\n$16385\r\n', 'unauthenticated bulk length']] as const) {
		const client = await RawClient.connect(port);
		client.write(sent);
		t.deepEqual(await client.ended(), [{type: 'error', text: `ERR Protocol error: ${error}`}]);
	}

	const client = await RawClient.connect(port);
	t.deepEqual(await client.send('AUTH', 'secret'), {type: 'status', text: 'OK'});
	t.deepEqual(await client.send('ECHO', 'x'.repeat(20_000)), {type: 'bulk', text: 'x'.repeat(20_000)});
	client.destroy();
});

test('3,000 random inputs are answered as by Redis', async t => {
	const ports = await bothServers(t);
	if (!ports) {
		return;
	}

	// The built-in server takes texts half as long.
	const admin = await RawClient.connect(ports.real);
	t.deepEqual(await admin.send('CONFIG', 'SET', 'proto-max-bulk-len', String(longestBulkBytes)), {type: 'status', text: 'OK'});
	admin.destroy();
	const answers = async (port: number, bytes: Buffer) => {
		const client = await RawClient.connect(port);
		await client.writeAll(bytes);
		client.end();
		return [...await client.ended(), {type: 'bulk', text: client.rest} as const].map(reply => describeReply(reply)).join('\n');
	};

	const random = new Random(1);
	let complaint: unknown;
	for (let index = 0; index < 3000 && complaint === undefined; index++) {
		const bytes = Buffer.concat([Buffer.from('PING\r\n'), requestBytes(random)]);
		const [expected, actual] = await Promise.all([answers(ports.real, bytes), answers(ports.builtIn, bytes)]);
		complaint = actual === expected ? undefined : {sent: bytes.toString('latin1'), expected, actual};
	}

	t.is(complaint, undefined);
});
