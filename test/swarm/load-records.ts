import test from 'ava';
import {loadFinding, loadTask} from '../../source/swarm/load-records.js';
import {withRedis} from '../_helpers/redis-server.js';
import {findingJson, open} from './_watch.js';

test('a finding is loaded by its id with and without prefixes', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	await connection.call('SET', 'finding:finding_1', findingJson({result: 'one'}));
	await connection.call('SET', 'finding:plain', findingJson({result: 'plain'}));
	for (const [asked, id, result] of [
		['finding_1', 'finding_1', 'one'],
		['1', 'finding_1', 'one'],
		['finding:finding_1', 'finding_1', 'one'],
		['finding:1', 'finding_1', 'one'],
		['plain', 'plain', 'plain'],
		['finding:plain', 'plain', 'plain'],
		['finding_plain', 'plain', 'plain'],
	] as const) {
		const finding = await loadFinding(connection, asked);
		t.is(finding?.id, id);
		t.is(finding?.result.toJSON(), result);
	}

	t.is(await loadFinding(connection, 'none'), null);
	t.is(await loadFinding(connection, ''), null);
});

test('a finding is loaded whole up to a mebibyte, beyond that as a preview', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	for (const [length, isCut] of [[100, false], [16_000, false], [20_000, false], [1_000_000, false], [1_100_000, true], [5_000_000, true]] as const) {
		const json = findingJson({result: 'x'.repeat(length)});
		await connection.call('SET', 'finding:f', json);
		const finding = await loadFinding(connection, 'f');
		t.is(finding?.bytes, json.length);
		t.is(finding?.malformed, null);
		t.is(finding?.tokens, 300);
		t.is(finding?.result.cut, isCut, `${length}`);
		t.is(finding?.result.length === length, !isCut);
	}
});

test('a finding of any kind is loaded', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	await connection.call('HSET', 'finding:hash', 'content', 'as a hash');
	await connection.call('SET', 'finding:text', 'no JSON '.repeat(10_000));
	await connection.call('SADD', 'finding:set', 'x');
	const hash = await loadFinding(connection, 'hash');
	t.is(hash?.result.toJSON(), 'as a hash');
	const text = await loadFinding(connection, 'text');
	t.like(text, {malformed: 'not JSON', bytes: 80_000});
	t.is(text?.result.length, 80_000);
	t.like(await loadFinding(connection, 'set'), {malformed: 'expected a string or a hash, got a set'});
});

test('a task is loaded with its text as it was written', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	for (const [length, kept, isCut] of [[10, 10, false], [30_000, 30_000, false], [2_000_000, 1_048_576, true]] as const) {
		await connection.call('SET', 'task:a', 'x'.repeat(length));
		const task = await loadTask(connection, 'a');
		t.is(task?.raw.length, kept);
		t.is(task?.raw.cut, isCut);
		t.true((task?.body.description.length ?? 0) <= 300);
	}

	t.is(await loadTask(connection, 'none'), null);
});
