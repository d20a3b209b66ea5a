import type {ExecutionContext} from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import {connect, type Connection} from '../../source/redis/connection.js';
import {ConnectionError, explainWriteError} from '../../source/redis/connection-error.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {freePort, withRedis} from '../_helpers/redis-server.js';
import {certificateFor} from './_certificates.js';
import {fakeServer} from './_fake-server.js';
import {runVisitor} from './_run-visitor.js';

async function open(t: ExecutionContext, url: string): Promise<Connection> {
	const connection = await connect(parseAddress(url), {signal: AbortSignal.timeout(30_000)});
	t.teardown(connection.close);
	return connection;
}

async function problemOf(t: ExecutionContext, url: string): Promise<string> {
	const error = await t.throwsAsync(open(t, url), {instanceOf: ConnectionError});
	t.notRegex(error.message, /secret|\n/);
	return error.problem;
}

testWithRealServer('the primary is found through the first Sentinel that answers', async t => {
	const primary = await withRedis(t, {config: ['requirepass secret']});
	const sentinel = await withRedis(t, {sentinel: true, config: [`sentinel monitor main 127.0.0.1 ${primary.port} 1`]});
	const nobody = await freePort();
	const connection = await open(t, `redis+sentinel://:secret@127.0.0.1:${nobody},127.0.0.1:${sentinel.port}/main/2`);
	await connection.call('SET', 'key', 'value');
	t.is(await primary.cli('-a', 'secret', '-n', '2', 'GET', 'key'), 'value');
	t.is(await problemOf(t, `redis+sentinel://127.0.0.1:${sentinel.port}/main`), 'passwordRequired');
});

testWithRealServer('with TLS, Sentinel and primary have to show a certificate', async t => {
	const tls = await certificateFor(t, ['IP:127.0.0.1']);
	const primary = await withRedis(t, {tls});
	const sentinel = await withRedis(t, {tls, sentinel: true, config: ['tls-replication yes', `sentinel monitor main 127.0.0.1 ${primary.port} 1`]});
	const url = `rediss+sentinel://127.0.0.1:${sentinel.port}/main`;
	t.deepEqual(await runVisitor(url, {NODE_EXTRA_CA_CERTS: tls.authorityFile}), {stdout: 'PONG', stderr: ''});
	t.is(await problemOf(t, url), 'noSentinel');
});

testWithRealServer('a name that the Sentinels do not know is told', async t => {
	const sentinel = await withRedis(t, {sentinel: true});
	t.is(await problemOf(t, `redis+sentinel://127.0.0.1:${sentinel.port}/main`), 'unknownPrimary');
});

testWithRealServer('Sentinels that cannot be reached, or are none, are told', async t => {
	t.is(await problemOf(t, `redis+sentinel://127.0.0.1:${await freePort()},127.0.0.1:${await freePort()}/main`), 'noSentinel');
	const redis = await withRedis(t);
	t.is(await problemOf(t, `redis+sentinel://127.0.0.1:${redis.port}/main`), 'noSentinel');
	const silent = await fakeServer(t, () => undefined);
	t.is(await problemOf(t, `redis+sentinel://127.0.0.1:${silent}/main`), 'unreachable');
});

testWithRealServer('a primary that is gone is told', async t => {
	const sentinel = await withRedis(t, {sentinel: true, config: [`sentinel monitor main 127.0.0.1 ${await freePort()} 1`]});
	t.is(await problemOf(t, `redis+sentinel://127.0.0.1:${sentinel.port}/main`), 'nothingListens');
});

testWithRealServer('when the primary has become a replica, the next one is found', async t => {
	const old = await withRedis(t);
	const next = await withRedis(t);
	const sentinel = await withRedis(t, {sentinel: true, config: [`sentinel monitor main 127.0.0.1 ${old.port} 1`]});
	const connection = await open(t, `redis+sentinel://127.0.0.1:${sentinel.port}/main`);
	const up = new Promise<void>(resolve => {
		connection.onLink(({kind}) => {
			if (kind === 'up') {
				resolve();
			}
		});
	});
	await sentinel.cli('SENTINEL', 'REMOVE', 'main');
	await sentinel.cli('SENTINEL', 'MONITOR', 'main', '127.0.0.1', String(next.port), '1');
	await old.cli('REPLICAOF', '127.0.0.1', String(next.port));
	const error = await t.throwsAsync(connection.call('SET', 'key', 'value'));
	t.regex(explainWriteError(error).message, /is a replica/);
	await up;
	await connection.call('SET', 'key', 'value');
	t.is(await next.cli('GET', 'key'), 'value');
});

testWithRealServer('a link through Sentinels comes back when they come back', async t => {
	const primary = await withRedis(t);
	const sentinel = await withRedis(t, {sentinel: true, config: [`sentinel monitor main 127.0.0.1 ${primary.port} 1`]});
	const connection = await open(t, `redis+sentinel://127.0.0.1:${sentinel.port}/main`);
	const kinds = new Set<string>();
	const up = new Promise<void>(resolve => {
		connection.onLink(({kind}) => {
			kinds.add(kind);
			if (kind === 'up') {
				resolve();
			}
		});
	});
	sentinel.kill('SIGKILL');
	primary.kill('SIGKILL');
	await Promise.all([primary.restart(), sentinel.restart()]);
	await up;
	t.true(kinds.has('down'));
	t.is(await connection.call('PING'), 'PONG');
});
