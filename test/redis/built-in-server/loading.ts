/*
A server answers while it reads its data, and what it reads is safe from a second one.
*/
import {appendFile, readFile} from 'node:fs/promises';
import path from 'node:path';
import test, {type ExecutionContext} from 'ava';
import {listen} from '../../../source/redis/built-in-server/listen.js';
import {openLog} from '../../../source/redis/built-in-server/log/open-log.js';
import {Server} from '../../../source/redis/built-in-server/server.js';
import {defaultSettings} from '../../../source/redis/built-in-server/settings.js';
import {connect} from '../../../source/redis/connection.js';
import {parseAddress} from '../../../source/redis/address.js';
import {freePort, withRedis} from '../../_helpers/redis-server.js';
import {temporaryDirectory} from '../_temporary-directory.js';
import {compactor, LogServer} from './_log-server.js';
import {RawClient} from './_raw-client.js';
import {failToStart} from './_run-program.js';

const loading = {type: 'error', text: 'LOADING Redis is loading the dataset in memory'} as const;

/** A server in this process that has not read its data yet, with a client. */
async function loadingServer(t: ExecutionContext) {
	const port = await freePort();
	const server = new Server({...defaultSettings(), port}, {tell: () => undefined, shutDown: () => undefined});
	server.isLoading = true;
	const stopListening = await listen(server);
	const client = await RawClient.connect(port);
	t.teardown(async () => {
		client.destroy();
		stopListening();
		await server.stop();
	});
	return {server, client, port};
}

test('while data is read, keys are out of reach, and all else is answered', async t => {
	const {server, client, port} = await loadingServer(t);
	for (const words of [['PING'], ['GET', 'a'], ['SET', 'a', '1'], ['FLUSHALL'], ['EVALSHA', 'f'.repeat(40), '0'], ['SCAN', '0']]) {
		t.deepEqual(await client.send(...words), loading);
	}

	for (const words of [['CLIENT', 'SETNAME', 'x'], ['SELECT', '1'], ['CONFIG', 'GET', 'port']]) {
		const reply = await client.send(...words);
		t.not(reply.type, 'error');
	}

	const info = await client.send('INFO', 'persistence');
	t.true('text' in info && info.text.includes('\r\nloading:1\r\n'));
	t.deepEqual(await client.send('MULTI'), {type: 'status', text: 'OK'});
	t.deepEqual(await client.send('GET', 'a'), loading);
	t.deepEqual(await client.send('EXEC'), {type: 'error', text: 'EXECABORT Transaction discarded because of previous errors.'});

	// Our own link waits for it.
	const connecting = connect(parseAddress(`redis://127.0.0.1:${port}`), {signal: AbortSignal.timeout(20_000)});
	t.deepEqual(await client.send('PING'), loading);
	server.isLoading = false;
	t.deepEqual(await client.send('PING'), {type: 'status', text: 'PONG'});
	const connection = await connecting;
	t.is(connection.server.name, 'built-in');
	await connection.close();
});

test('a server whose port is taken does not touch the log that is there', async t => {
	const {port, directory} = await withRedis(t, {kind: 'built-in', config: ['appendonly yes']});
	const client = await RawClient.connect(port);
	await client.send('SET', 'a', '1');
	const log = path.join(directory, 'appendonly.aof');
	// As if it were just about to write.
	await appendFile(log, '*3\r\n$3\r\nSET\r\n');
	const before = await readFile(log, 'utf8');
	const {exitCode, stderr} = await failToStart(directory, [`port ${port}`, 'bind 127.0.0.1', 'appendonly yes']);
	t.is(exitCode, 1);
	t.regex(stderr, /Address already in use/);
	t.is(await readFile(log, 'utf8'), before);
	client.destroy();
});

test('a long log is read in turns, between which others are answered', async t => {
	const directory = await temporaryDirectory(t);
	const before = await LogServer.open(directory);
	for (let index = 0; index < 60_000; index++) {
		before.write(0, ['SET', `key:${index}`, 'x'.repeat(100)]);
	}

	await before.log.close();

	const {server, client} = await loadingServer(t);
	let isOpen = false;
	const opening = openLog({
		directory, databases: server.databases, compactor, tell: () => undefined,
	});
	void opening.then(() => {
		isOpen = true;
	});
	for (let count = 0; count < 3; count++) {
		t.deepEqual(await client.send('PING'), loading);
	}

	t.false(isOpen);
	server.journal = await opening;
	server.isLoading = false;
	t.deepEqual(await client.send('DBSIZE'), {type: 'integer', text: '60000'});
});
