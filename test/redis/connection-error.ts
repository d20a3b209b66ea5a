import {mkdir, rmdir} from 'node:fs/promises';
import path from 'node:path';
import test from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import {connect} from '../../source/redis/connection.js';
import type {ConnectionProblem} from '../../source/text/connection-problems.js';
import {
	ConnectionError, explainConnectionError, explainLostLink, explainWriteError,
} from '../../source/redis/connection-error.js';
import {exitCodes, UserError} from '../../source/protocol/user-error.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';

const plain = parseAddress('redis://user:secret@h:1/2');
const tls = parseAddress('rediss://user:secret@h:1/2');

// What a test cannot bring about on this machine without traffic to others, or in time.
const failures: ReadonlyArray<readonly [string, string, ConnectionProblem]> = [
	['ENOTFOUND', 'getaddrinfo ENOTFOUND h', 'unknownHost'],
	['EAI_AGAIN', 'getaddrinfo EAI_AGAIN h', 'unknownHost'],
	['ETIMEDOUT', 'connect ETIMEDOUT', 'unreachable'],
	['EHOSTUNREACH', 'connect EHOSTUNREACH 10.0.0.1:1', 'unreachable'],
	['EACCES', 'connect EACCES /run/redis.sock', 'notAllowed'],
	['CERT_HAS_EXPIRED', 'certificate has expired', 'expired'],
];

for (const [code, message, problem] of failures) {
	test(`${code} is told as ${problem}`, t => {
		t.is(explainConnectionError(Object.assign(new Error(message), {code}), plain).problem, problem);
	});
}

test('a message names the address, what came and what to do, in one line', t => {
	const error = explainConnectionError(Object.assign(new Error('connect ECONNREFUSED 127.0.0.1:1'), {code: 'ECONNREFUSED'}), plain);
	t.is(error.message, 'No usable Redis at redis://h:1/2: nothing listens there; start one (on this machine: haiku-swarm server), or say with --redis where it is.');
	t.is(error.exitCode, exitCodes.noRedis);
});

test('what a server says goes into one short line without escape sequences and without our password', t => {
	const error = explainConnectionError(new Error(`ERR \u001B[31mred\nsecret ${'x'.repeat(5000)}`), plain);
	t.regex(error.message, /^No usable Redis at redis:\/\/h:1\/2: it answered: ERR red \*\*\* x+\.$/);
	t.true(error.message.length < 300);
});

test('a closed connection suggests TLS only where it was not spoken', t => {
	t.is(explainConnectionError(new Error('Connection is closed.'), plain).problem, 'closed');
	t.is(explainConnectionError(new Error('Connection is closed.'), tls).problem, 'closedTls');
});

test('what is explained stays as it is', t => {
	const error = new ConnectionError('cluster', plain);
	t.is(explainConnectionError(error, plain), error);
	t.is(explainWriteError(error), error);
});

test('a link that has worked before is not told to try TLS or another port', t => {
	t.is(explainLostLink(undefined, plain).problem, 'lost');
	t.is(explainLostLink(new Error('Connection is closed.'), tls).problem, 'lost');
	t.is(explainLostLink(new Error('Command timed out'), plain).problem, 'hangs');
	t.is(explainLostLink(new Error('WRONGPASS invalid username-password pair'), plain).problem, 'wrongPassword');
});

async function refusal(redis: RedisServer, user = ''): Promise<UserError> {
	const connection = await connect(parseAddress(`redis://${user}127.0.0.1:${redis.port}`), {signal: AbortSignal.timeout(30_000)});
	try {
		await connection.call('SET', 'key', 'value');
		return new UserError('nothing was refused');
	} catch (error) {
		return explainWriteError(error);
	} finally {
		await connection.close();
	}
}

test('a full Redis is told', async t => {
	const redis = await withRedis(t, {config: ['maxmemory 1', 'maxmemory-policy noeviction']});
	const error = await refusal(redis);
	t.regex(error.message, /^Redis is full \(maxmemory\)[^\n]*\.$/);
	t.is(error.exitCode, exitCodes.failed);
});

testWithRealServer('a replica is told', async t => {
	const primary = await withRedis(t);
	const replica = await withRedis(t, {config: [`replicaof 127.0.0.1 ${primary.port}`, 'replica-read-only yes']});
	const error = await refusal(replica);
	t.regex(error.message, /^This Redis is a replica[^\n]*\.$/);
});

testWithRealServer('a Redis that cannot save is told', async t => {
	const redis = await withRedis(t, {config: ['save 3600 1000', 'enable-protected-configs yes']});
	const lostDirectory = path.join(redis.directory, 'lost');
	await mkdir(lostDirectory);
	await redis.cli('CONFIG', 'SET', 'dir', lostDirectory);
	await rmdir(lostDirectory);
	await redis.cli('BGSAVE');
	let persistence;
	do {
		persistence = await redis.cli('INFO', 'persistence');
	} while (!persistence.includes('rdb_last_bgsave_status:err'));

	const error = await refusal(redis);
	t.regex(error.message, /^Redis cannot save to its disk[^\n]*\.$/);
});

test('a missing permission is told with its name', async t => {
	const redis = await withRedis(t, {config: ['user reader on >p ~* &* +@read +@connection']});
	const error = await refusal(redis, 'reader:p@');
	t.regex(error.message, /^The user of this Redis lacks a permission: NOPERM [^\n]*'set'[^\n]*\.$/);
});

test('what is not known passes through as one line', t => {
	t.is(explainWriteError(new Error('ERR value is not\na valid float')).message, 'Redis refused: ERR value is not a valid float.');
	t.is(explainWriteError('text').message, 'Redis refused: text.');
	t.regex(explainWriteError(new Error('LOADING Redis is loading the dataset in memory')).message, /^Redis is still loading/);
});
