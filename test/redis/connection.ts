import {once} from 'node:events';
import {connect as connectSocket, type Socket} from 'node:net';
import test, {type ExecutionContext} from 'ava';
import {parseAddress, type Address} from '../../source/redis/address.js';
import {connect, type Connection, type LinkState} from '../../source/redis/connection.js';
import {ConnectionError} from '../../source/redis/connection-error.js';
import {loadScript, makeScript} from '../../source/redis/load-script.js';
import {openSubscriber, Subscriber} from '../../source/redis/subscriber.js';
import {otherClients} from '../_helpers/other-clients.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {withRedis} from '../_helpers/redis-server.js';
import {fakeRedis, fakeServer} from './_fake-server.js';
import {runVisitor} from './_run-visitor.js';

async function open(t: ExecutionContext, url: string): Promise<Connection> {
	const connection = await connect(parseAddress(url), {signal: AbortSignal.timeout(30_000)});
	t.teardown(connection.close);
	return connection;
}

// Resolves with the next state of that kind; an `up` has to come after a `down`.
async function link(connection: Connection, kind: LinkState['kind']): Promise<LinkState> {
	return new Promise(resolve => {
		const stop = connection.onLink(state => {
			if (state.kind === kind) {
				stop();
				resolve(state);
			}
		});
	});
}

test('a script is sent once, then named, and sent again when the server has forgotten it', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const script = makeScript('echo-n', 'return {#KEYS, KEYS[1] or "", ARGV[1]}');
	t.deepEqual(await connection.evaluate(script, ['key'], [7]), [1, 'key', '7']);
	t.deepEqual(await connection.evaluate(script, [], ['x']), [0, '', 'x']);
	await redis.cli('SCRIPT', 'FLUSH');
	t.deepEqual(await connection.evaluate(script, ['a', 'b'], ['x']), [2, 'a', 'x']);
	const stats = await redis.cli('INFO', 'commandstats');
	t.regex(stats, /cmdstat_eval:calls=2,/);
	t.regex(stats, /cmdstat_evalsha:calls=3,/);
});

test('what the server refuses is thrown as it is', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	await connection.call('SET', 'text', 'x');
	await t.throwsAsync(connection.call('LPUSH', 'text', 'y'), {name: 'ReplyError', message: /^WRONGTYPE/});
	await t.throwsAsync(connection.evaluate(loadScript('change-budget-1'), ['swarm:budget'], ['odd']), {name: 'ReplyError', message: /ERR/});
	t.is(connection.link.kind, 'up');
});

test('a lost link is told with its reason, calls fail at once, and it comes back in the same db', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, `${redis.url}/3`);
	const down = link(connection, 'down');
	redis.kill('SIGKILL');
	const state = await down;
	t.true(state.kind === 'down' && state.retrying);
	t.is(connection.link, state);
	await t.throwsAsync(connection.call('GET', 'key'), {instanceOf: ConnectionError});

	const up = link(connection, 'up');
	await redis.restart();
	await up;
	await connection.call('SET', 'key', 'value');
	t.is(await redis.cli('-n', '3', 'GET', 'key'), 'value');
});

test('what was in flight when the link broke fails, and is not sent again', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const up = link(connection, 'up');
	redis.kill('SIGSTOP');
	const unanswered = connection.call('INCR', 'number');
	redis.kill('SIGKILL');
	await t.throwsAsync(unanswered, {instanceOf: ConnectionError, message: /connection was lost/});
	await redis.restart();
	await up;
	t.is(await connection.call('EXISTS', 'number'), 0);
});

testWithRealServer('a password that no longer holds ends the attempts', async t => {
	const redis = await withRedis(t, {config: ['requirepass old']});
	const connection = await open(t, `redis://:old@127.0.0.1:${redis.port}`);
	const states: LinkState[] = [];
	connection.onLink(state => {
		states.push(state);
	});
	const down = new Promise<void>(resolve => {
		connection.onLink(state => {
			if (state.kind === 'down' && !state.retrying) {
				resolve();
			}
		});
	});
	const cli = ['-a', 'old'];
	await redis.cli(...cli, 'CONFIG', 'SET', 'requirepass', 'new');
	await redis.cli('-a', 'new', 'CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
	await down;
	const last = states.at(-1);
	t.true(last?.kind === 'down' && last.reason instanceof ConnectionError && last.reason.problem === 'wrongPassword');
	await t.throwsAsync(connection.call('PING'), {instanceOf: ConnectionError, message: /does not accept/});
});

test('a server that hangs brings the link down, which is not up before the server answers again', async t => {
	const info = 'redis_version:7.0.15\r\n';
	let resolvePinged: (socket: Socket) => void;
	const pinged = new Promise<Socket>(resolve => {
		resolvePinged = resolve;
	});
	let isHanging = false;
	const port = await fakeServer(t, socket => {
		socket.on('data', chunk => {
			const isPing = chunk.toString().includes('PING');
			if (!isHanging) {
				socket.write(isPing ? '+PONG\r\n' : `$${info.length}\r\n${info}\r\n`);
			} else if (isPing) {
				resolvePinged(socket);
			}
		});
	});
	const connection = await open(t, `redis://127.0.0.1:${port}`);
	isHanging = true;
	await t.throwsAsync(connection.call('GET', 'key'), {instanceOf: ConnectionError, message: /no answer came in time/});
	const newSocket = await pinged;
	t.is(connection.link.kind, 'down');
	const up = link(connection, 'up');
	newSocket.write('+PONG\r\n');
	await up;
	t.is(connection.link.kind, 'up');
});

test('while a new connection is being made, calls fail at once', async t => {
	let sockets = 0;
	const connection: {current?: Connection} = {};
	const calls: Array<Promise<unknown>> = [];
	const info = 'redis_version:7.0.15\r\n';
	const port = await fakeServer(t, socket => {
		const isFirst = ++sockets === 1;
		socket.on('data', chunk => {
			const command = chunk.toString().toUpperCase();
			if (!isFirst && command.includes('AUTH')) {
				// The client waits for this answer before anything else, and it comes right after the call.
				calls.push(connection.current?.call('GET', 'key') ?? Promise.resolve());
			}

			if (command.includes('INFO')) {
				socket.write(`$${info.length}\r\n${info}\r\n`);
			} else {
				socket.write(command.includes('PING') ? '+PONG\r\n' : '+OK\r\n');
			}

			if (isFirst && command.includes('GET')) {
				socket.destroy();
			}
		});
	});
	connection.current = await open(t, `redis://:password@127.0.0.1:${port}`);
	const up = link(connection.current, 'up');
	await connection.current.call('GET', 'key').catch(() => undefined);
	await up;
	await t.throwsAsync(calls[0] ?? Promise.resolve(), {instanceOf: ConnectionError});
});

test('a half-open link is noticed', async t => {
	const redis = await withRedis(t);
	let isCut = false;
	const port = await fakeServer(t, socket => {
		const upstream = connectSocket(redis.port, '127.0.0.1');
		upstream.on('error', () => undefined);
		const isOld = !isCut;
		socket.on('data', chunk => {
			if (!isOld || !isCut) {
				upstream.write(chunk);
			}
		});
		socket.once('close', () => {
			upstream.destroy();
		});
		upstream.pipe(socket);
	});
	const connection = await open(t, `redis://127.0.0.1:${port}`);
	const up = link(connection, 'up');
	isCut = true;
	await t.throwsAsync(connection.call('GET', 'key'), {instanceOf: ConnectionError, message: /no answer came in time/});
	await up;
	t.is(await connection.call('GET', 'key'), null);
});

test('a closed connection is gone for the server, calls nothing and tells nothing', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	connection.onLink(() => {
		t.fail();
	});
	await connection.close();
	await connection.close();
	await t.throwsAsync(connection.call('PING'), {instanceOf: ConnectionError});
	t.is(await otherClients(redis), 0);
});

test('a connection can be closed while its link is down', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const down = link(connection, 'down');
	redis.kill('SIGKILL');
	await down;
	await connection.close();
	await redis.restart();
	t.is(await otherClients(redis), 0);
});

test('a subscriber connects by itself, again after a loss, and subscribes to nothing by itself', async t => {
	const redis = await withRedis(t);
	const address: Address = parseAddress(redis.url);
	for (const protocol of [2, 3] as const) {
		const subscriber = openSubscriber(address, protocol, () => 1);
		t.teardown(() => {
			subscriber.disconnect();
		});
		await once(subscriber, 'ready');
		await subscriber.subscribe('channel');
		const again = new Promise(resolve => {
			subscriber.once('ready', resolve);
		});
		await redis.cli('CLIENT', 'KILL', 'TYPE', 'pubsub');
		await again;
		t.is(await redis.cli('PUBSUB', 'NUMSUB', 'channel'), 'channel\n0');
	}
});

test('a subscriber whose subscription is refused waits longer before each attempt', async t => {
	const redis = await withRedis(t);
	let reconnects = 0;
	let waitedMs = 0;
	const started = performance.now();
	await new Promise<void>(resolve => {
		const subscriber = new Subscriber({
			address: parseAddress(redis.url),
			arm: async client => client.call('NO-SUCH-COMMAND'),
			onArmed: () => undefined,
			onLost() {
				reconnects++;
				if (reconnects === 6) {
					waitedMs = performance.now() - started;
					resolve();
				}
			},
			onMessage: () => undefined,
		});
		t.teardown(() => {
			subscriber.close();
		});
	});
	// At least half of 50 + 100 + 200 + 400 + 800 ms; without growing pauses it took five times 50 ms at most.
	t.true(waitedMs >= 700, `${waitedMs} ms`);
});

test('a subscriber that is turned away gives up', async t => {
	const redis = await withRedis(t, {config: ['requirepass right']});
	const subscriber = openSubscriber(parseAddress(`redis://:wrong@127.0.0.1:${redis.port}`), 2, () => 1);
	await new Promise(resolve => {
		subscriber.once('end', resolve);
	});
	t.is(subscriber.status, 'end');
});

test('a program that connects ends by itself and prints nothing on its own, whatever happens', async t => {
	const redis = await withRedis(t, {config: ['requirepass right']});
	const open = await withRedis(t);
	const old = await fakeRedis(t, command => command === 'AUTH' ? '-ERR wrong number of arguments for \'auth\' command\r\n' : '-ERR unknown command\r\n');
	const silent = await fakeServer(t, () => undefined);
	const at = (port: number, user = '', db = 0) => `redis://${user}127.0.0.1:${port}/${db}`;
	const results = await Promise.all([
		runVisitor(at(redis.port, ':right@')),
		runVisitor(at(redis.port, ':wrong@')),
		runVisitor(at(redis.port, ':right@', 99)),
		runVisitor(at(open.port, ':needless@')),
		runVisitor(at(old, 'user:password@')),
		runVisitor(at(silent)),
	]);
	t.deepEqual(results.map(({stdout}) => stdout), ['PONG', 'wrongPassword', 'noSuchDb', 'PONG', 'tooOld', 'silent']);
	t.is(results.map(({stderr}) => stderr).join(''), '');
});
