import {once} from 'node:events';
import {readFile} from 'node:fs/promises';
import type {AddressInfo} from 'node:net';
import {createServer} from 'node:tls';
import {parseAddress} from '../../source/redis/address.js';
import {connect} from '../../source/redis/connection.js';
import {ConnectionError} from '../../source/redis/connection-error.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {withRedis} from '../_helpers/redis-server.js';
import {certificateFor} from './_certificates.js';
import {fakeServer} from './_fake-server.js';
import {runVisitor} from './_run-visitor.js';

async function problemOf(url: string): Promise<string> {
	try {
		const connection = await connect(parseAddress(url), {signal: AbortSignal.timeout(30_000), timeoutMs: 2000});
		await connection.close();
		return 'none';
	} catch (error) {
		return error instanceof ConnectionError ? error.problem : String(error);
	}
}

testWithRealServer('a certificate counts when NODE_EXTRA_CA_CERTS names its authority, for an IP address and for a name', async t => {
	const tls = await certificateFor(t, ['IP:127.0.0.1', 'DNS:localhost']);
	const redis = await withRedis(t, {tls});
	const environment = {NODE_EXTRA_CA_CERTS: tls.authorityFile};
	t.deepEqual(await runVisitor(redis.url, environment), {stdout: 'PONG', stderr: ''});
	t.deepEqual(await runVisitor(`rediss://localhost:${redis.port}`, environment), {stdout: 'PONG', stderr: ''});
});

testWithRealServer('a certificate of an unknown authority is refused', async t => {
	const redis = await withRedis(t, {tls: await certificateFor(t, ['IP:127.0.0.1'])});
	t.is(await problemOf(redis.url), 'untrusted');
});

testWithRealServer('a certificate for another name is refused', async t => {
	const tls = await certificateFor(t, ['DNS:redis.example.com']);
	const redis = await withRedis(t, {tls});
	t.deepEqual(await runVisitor(redis.url, {NODE_EXTRA_CA_CERTS: tls.authorityFile}), {stdout: 'wrongName', stderr: ''});
});

testWithRealServer('a server that asks for our certificate is told', async t => {
	const tls = await certificateFor(t, ['IP:127.0.0.1']);
	const redis = await withRedis(t, {tls, config: ['tls-auth-clients yes']});
	t.deepEqual(await runVisitor(redis.url, {NODE_EXTRA_CA_CERTS: tls.authorityFile}), {stdout: 'wantsCertificate', stderr: ''});
});

testWithRealServer('TLS spoken to a plain port is told', async t => {
	const redis = await withRedis(t);
	// Redis answers when by chance there is a line break in what it takes for a command.
	t.regex(await problemOf(`rediss://127.0.0.1:${redis.port}`), /^(?:silentTls|plainPort)$/);
	const port = await fakeServer(t, socket => {
		socket.once('data', () => {
			socket.write('-ERR unknown command\r\n');
		});
	});
	t.is(await problemOf(`rediss://127.0.0.1:${port}`), 'plainPort');
	t.is(await problemOf(`rediss://127.0.0.1:${await fakeServer(t, () => undefined)}`), 'silentTls');
});

testWithRealServer('no TLS spoken to a TLS port is told', async t => {
	const redis = await withRedis(t, {tls: await certificateFor(t, ['IP:127.0.0.1'])});
	t.is(await problemOf(`redis://127.0.0.1:${redis.port}`), 'closed');
});

testWithRealServer('a server is asked by its name, where it has one', async t => {
	const {keyFile, certificateFile} = await certificateFor(t, ['DNS:localhost', 'IP:127.0.0.1']);
	const names: string[] = [];
	const server = createServer({
		key: await readFile(keyFile),
		cert: await readFile(certificateFile),
		SNICallback(name, callback) {
			names.push(name);
			callback(null);
		},
	});
	t.teardown(() => {
		server.close();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const {port} = server.address() as AddressInfo;
	t.is(await problemOf(`rediss://localhost:${port}`), 'untrusted');
	t.is(await problemOf(`rediss://127.0.0.1:${port}`), 'untrusted');
	t.deepEqual(names, ['localhost']);
});
