import {readdir} from 'node:fs/promises';
import test, {type ExecutionContext} from 'ava';
import {exitCodes, UserError} from '../../source/protocol/user-error.js';
import {ConnectionError} from '../../source/redis/connection-error.js';
import {findOrStartRedis, type FoundRedis, type FindOrStartOptions} from '../../source/redis/find-or-start.js';
import {freePort, withRedis} from '../_helpers/redis-server.js';
import {fakeServer} from './_fake-server.js';
import {temporaryDirectory} from './_temporary-directory.js';

async function resolve(t: ExecutionContext, options: Partial<FindOrStartOptions>): Promise<FoundRedis> {
	const resolved = await findOrStartRedis({
		noStart: false, directory: await temporaryDirectory(t), port: await freePort(), signal: AbortSignal.timeout(100_000), ...options,
	});
	t.teardown(async () => {
		await resolved.connection.close();
		await resolved.ownServer?.stop();
	});
	return resolved;
}

test('the Redis that the user named is used, whatever runs here', async t => {
	const here = await withRedis(t);
	const named = await withRedis(t);
	const {connection, ownServer} = await resolve(t, {address: `${named.url}/1`, port: here.port});
	t.is(ownServer, null);
	await connection.call('SET', 'key', 'value');
	t.is(await named.cli('-n', '1', 'GET', 'key'), 'value');
});

test('when the Redis that the user named is not there, none is started', async t => {
	const directory = await temporaryDirectory(t);
	const error = await t.throwsAsync(resolve(t, {address: `redis://127.0.0.1:${await freePort()}`, directory}), {instanceOf: ConnectionError});
	t.is(error.problem, 'nothingListens');
	t.deepEqual(await readdir(directory), []);
});

test('a Redis that runs here is used', async t => {
	const here = await withRedis(t);
	const {connection, ownServer} = await resolve(t, {port: here.port, noStart: true});
	t.is(ownServer, null);
	await connection.call('SET', 'key', 'value');
	t.is(await here.cli('GET', 'key'), 'value');
});

test('when something runs here that cannot be used, that is told and nothing is started', async t => {
	const directory = await temporaryDirectory(t);
	const locked = await withRedis(t, {config: ['requirepass right']});
	const passwordRequired = await t.throwsAsync(resolve(t, {port: locked.port, directory}), {instanceOf: ConnectionError});
	const http = await fakeServer(t, socket => {
		socket.once('data', () => {
			socket.end('HTTP/1.1 400 Bad Request\r\n\r\n');
		});
	});
	const notRedis = await t.throwsAsync(resolve(t, {port: http, directory}), {instanceOf: ConnectionError});
	t.deepEqual([passwordRequired.problem, notRedis.problem], ['passwordRequired', 'notRedis']);
	t.deepEqual(await readdir(directory), []);
});

test('when nothing runs here, a server is started', async t => {
	const {connection, ownServer} = await resolve(t, {});
	t.is(await connection.call('PING'), 'PONG');
	t.deepEqual(connection.server, {name: ownServer?.name, version: ownServer?.version});
});

test('when starting is forbidden, it is told what to do', async t => {
	const directory = await temporaryDirectory(t);
	const port = await freePort();
	const error = await t.throwsAsync(resolve(t, {noStart: true, port, directory}), {instanceOf: UserError});
	t.is(error.exitCode, exitCodes.noRedis);
	t.is(error.message, `Nothing listens at redis://localhost:${port}/0, and nothing is started from here; start the dashboard, a worker or haiku-swarm server without --no-start, or say with --redis where a Redis is.`);
	t.deepEqual(await readdir(directory), []);
});

test('when there is no program to start, the embedded server is started', async t => {
	const empty = await temporaryDirectory(t);
	const {connection, ownServer} = await resolve(t, {programDirectories: [empty]});
	t.is(ownServer?.name, 'embedded');
	t.deepEqual(connection.server, {name: 'embedded', version: ownServer?.version});
});

test('an address that is none is a wrong usage', async t => {
	const error = await t.throwsAsync(resolve(t, {address: 'localhost'}), {instanceOf: UserError});
	t.is(error.exitCode, exitCodes.usage);
});

for (const [name, directories] of [['one directory', 1], ['a directory each', 3]] as const) {
	test(`three at once with ${name} share one server`, async t => {
		const port = await freePort();
		const places = await Promise.all(Array.from({length: directories}, async () => temporaryDirectory(t)));
		const all = await Promise.all([0, 1, 2].map(async index => resolve(t, {port, directory: places[index % directories]})));
		t.is(all.filter(({ownServer}) => ownServer).length, 1);
		await all[0]?.connection.call('SET', 'key', 'value');
		for (const {connection} of all) {
			t.is(await connection.call('GET', 'key'), 'value');
		}
	});
}
