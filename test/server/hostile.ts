import {Buffer} from 'node:buffer';
import {once} from 'node:events';
import {connect, type Socket} from 'node:net';
import process from 'node:process';
import test, {type ExecutionContext} from 'ava';
import {encodeCommand} from '../../source/server/resp.js';
import type {RedisServer} from '../_helpers/redis-server.js';
import {client, withEmbedded} from './_server.js';

async function socketTo(t: ExecutionContext, {port}: RedisServer): Promise<Socket> {
	const socket = connect(port, '127.0.0.1');
	socket.on('error', () => undefined);
	t.teardown(() => {
		socket.destroy();
	});
	await once(socket, 'connect');
	return socket;
}

/** It goes on, and is still the process that it was. */
async function goesOn(t: ExecutionContext, server: RedisServer): Promise<void> {
	t.is(await client(t, server).set('goes on', 'x'), 'OK');
	process.kill(server.pid, 0);
}

test('a subscriber that takes nothing is cut off, and others do not wait for it', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	const slow = await socketTo(t, server);
	slow.write('SUBSCRIBE channel\r\n');
	await once(slow, 'data');
	slow.pause();
	const message = Buffer.alloc(1_000_000);
	while (await redis.publish('channel', message) === 1) {
		// Until it is gone.
	}

	await server.log.hear(/output buffer limits/);
	await goesOn(t, server);
});

test('a large reply reaches a reader that takes its time', async t => {
	const server = await withEmbedded(t);
	await client(t, server).set('big', Buffer.alloc(20_000_000));
	const slow = await socketTo(t, server);
	slow.write(encodeCommand(['GET', 'big']));
	let bytes = 0;
	slow.on('data', (chunk: Buffer) => {
		bytes += chunk.length;
		slow.pause();
		setImmediate(() => {
			slow.resume();
		});
		if (bytes >= 20_000_000) {
			slow.emit('done');
		}
	});
	await once(slow, 'done');
	t.true(bytes >= 20_000_000);
});

test('a value of 256 MB is stored, read and kept', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	await redis.set('huge', Buffer.alloc(256 * 1024 * 1024, 'x'));
	t.is((await redis.getBuffer('huge'))?.length, 256 * 1024 * 1024);
	server.kill('SIGKILL');
	await server.restart();
	t.is(await client(t, server).strlen('huge'), 256 * 1024 * 1024);
});

test('10,000 connections are served, and one more is refused', async t => {
	const server = await withEmbedded(t, 'maxclients 10000');
	const sockets: Socket[] = [];
	try {
		for (let batch = 0; batch < 100; batch++) {
			sockets.push(...await Promise.all(Array.from({length: 100}, async () => socketTo(t, server))));
		}
	} catch {
		t.log(`Only ${sockets.length} connections can be opened here`);
	}

	let pongs = 0;
	const all = new Promise<void>(resolve => {
		for (const socket of sockets) {
			// eslint-disable-next-line @typescript-eslint/no-loop-func -- All of them count.
			socket.on('data', () => {
				if (++pongs === sockets.length) {
					resolve();
				}
			});
			socket.write('PING\r\n');
		}
	});
	await all;
	if (sockets.length === 10_000) {
		const extra = await socketTo(t, server);
		const [reply] = await once(extra, 'data') as [Buffer];
		// eslint-disable-next-line ava/no-conditional-assertion -- Fewer connections where the limit of open files is lower.
		t.is(String(reply), '-ERR max number of clients reached\r\n');
	}

	for (const socket of sockets) {
		socket.destroy();
	}

	t.is(pongs, sockets.length);
});

test('a script without end is ended, and others go on', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	await redis.set('key', 'x');
	await t.throwsAsync(redis.eval('while true do end', 0), {message: /killed/});
	await goesOn(t, server);
});

test('a script without end that has written ends the process, and leaves nothing in the journal', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	await redis.set('key', 'x');
	await t.throwsAsync(redis.eval('redis.call("SET", "key", "y") while true do end', 0), {message: /closed/});
	await server.log.hear(/# a script that has written something does not end$/);
	await server.restart();
	t.is(await client(t, server).get('key'), 'x');
});

test('what endangers the data or the process is for the host alone', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	for (const command of ['REPLICAOF no one', 'SYNC', 'PSYNC ? -1', 'FAILOVER', 'DEBUG SLEEP 0', 'MODULE LIST', 'BGREWRITEAOF', 'SHUTDOWN', 'SAVE', 'CONFIG SET save 1', 'ACL SETUSER default +@all', 'CLIENT PAUSE 100']) {
		const [name = '', ...args] = command.split(' ');
		await t.throwsAsync(redis.call(name, ...args), {message: /^NOPERM|^ERR DEBUG command not allowed/}, `${command}`);
	}

	await t.throwsAsync(redis.eval('return redis.call("CONFIG", "SET", "save", "1")', 0), {message: /noperm|not allowed|no permissions|can't run/i});
	await goesOn(t, server);
});

test('what a browser posts does nothing', async t => {
	const server = await withEmbedded(t);
	const response = fetch(`http://127.0.0.1:${server.port}/`, {method: 'POST', body: '\r\nSET posted x\r\n'});
	await t.throwsAsync(response);
	t.is(await client(t, server).exists('posted'), 0);
});

test('random commands do no harm', async t => {
	const server = await withEmbedded(t);
	const redis = client(t, server);
	const names = await redis.call('COMMAND', 'LIST') as string[];
	const words = ['a', 'b', '0', '-1', '1.5', '', '*', 'COUNT', '\0ÿ', 'PX', '10', '1000000000000'];
	const pick = (from: readonly string[]) => from[Math.floor(Math.random() * from.length)]!;
	for (let round = 0; round < 200; round++) {
		const socket = await socketTo(t, server);
		// QUIT is one of the commands: what is written after it breaks the pipe.
		socket.on('error', () => undefined);
		const closed = new Promise(resolve => {
			socket.once('close', resolve);
		});
		for (let index = 0; index < 30; index++) {
			socket.write(encodeCommand([pick(names), ...Array.from({length: Math.floor(Math.random() * 5)}, () => pick(words))]));
		}

		socket.end();
		socket.resume();
		await closed;
	}

	await goesOn(t, server);
});
