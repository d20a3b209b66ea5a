import test from 'ava';
import type {Connection} from '../../source/redis/connection.js';
import {withRedis} from '../_helpers/redis-server.js';
import {serverKind} from '../_helpers/server-kind.js';
import {
	findingJson, isRead, open, watch,
} from './_watch.js';

test('everything that is there is read first', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	await Promise.all([
		writer.call('SET', 'task:a', '{"description":"do it"}'),
		writer.call('SET', 'task:b', 'plain text'),
		writer.call('SET', 'task:a:claimed', 'haiku_001', 'EX', 300),
		writer.call('SET', 'task:c:result', 'f1'),
		writer.call('SET', 'worker:status:haiku_001', '2026-11-20T14:03:11', 'EX', 60),
		writer.call('SET', 'swarm:worker:haiku_001', '{"executor":"dry-run"}', 'EX', 60),
		writer.call('SET', 'swarm:attempts:a', '2'),
		writer.call('SET', 'swarm:failed:b', '{"error":"boom"}'),
		writer.call('SET', 'cost:haiku', '0.5'),
		writer.call('SET', 'context:active', '1234'),
		writer.call('SET', 'finding:f1', findingJson()),
		writer.call('HSET', 'finding:f2', 'worker_id', 'haiku_002', 'content', 'as a hash', 'cost', '$0.0023'),
		writer.call('RPUSH', 'finding:f3', 'a list'),
		writer.call('SET', 'somebody:else', 'x'),
	]);
	const watched = watch(t, await open(t, redis.url));
	const snapshot = await watched.until(isRead);
	t.like(snapshot.link, {state: 'live', tier: 'tracking'});
	t.deepEqual(Object.fromEntries(snapshot.tasks.items.map(({id, state}) => [id, state])), {a: 'claimed', b: 'failed', c: 'done'});
	t.like(snapshot.workers.items.find(({id}) => id === 'haiku_001'), {state: 'working', tasks: ['a'], findings: 1});
	t.is(snapshot.workers.items.find(({id}) => id === 'haiku_001')?.note?.executor, 'dry-run');
	t.like(snapshot.cost, {haikuUsd: 0.5, sonnetUsd: null});
	t.deepEqual(snapshot.context, {kind: 'tokens', tokens: 1234});
	t.like(snapshot.findings, {total: 3, malformed: 1});
	t.like(snapshot.findings.items.find(({id}) => id === 'f2'), {workerId: 'haiku_002', costUsd: 0.0023, malformed: null});
	t.is(snapshot.findings.items.find(({id}) => id === 'f3')?.malformed, 'expected a string or a hash, got a list');
});

test('a write that comes between listening and the end of the scan is not lost', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const connection = await open(t, redis.url);
	await writer.call('SET', 'finding:before', findingJson());
	let scans = 0;
	// Whatever a scan has just seen is outdated before it can be read.
	const slow: Connection = {
		...connection,
		async call(command, ...args) {
			const reply = await connection.call(command, ...args);
			if (command === 'SCAN') {
				scans++;
				await writer.call('SET', `finding:during-${scans}`, findingJson());
				await writer.call('SET', 'task:a', '{"description":"x"}');
				await writer.call('DEL', 'finding:before');
			}

			return reply;
		},
	};
	const watched = watch(t, slow);
	await watched.until(isRead);
	t.true(scans > 0);
	const {findings} = await watched.until(({findings, tasks}) => findings.total === scans && tasks.total === 1);
	t.deepEqual(findings.items.map(({id}) => id).toSorted(), Array.from({length: scans}, (_, index) => `during-${index + 1}`));
});

test('a value of many megabytes is previewed, not loaded', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const huge = findingJson({result: 'x'.repeat(5_000_000), finding_id: 'huge'});
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	await writer.call('SET', 'finding:huge', huge);
	await writer.call('SET', 'task:huge', JSON.stringify({description: 'short', blob: 'y'.repeat(5_000_000)}));
	const {findings, tasks} = await watched.until(({findings, tasks}) => findings.total === 1 && tasks.total === 1);
	const [finding] = findings.items;
	t.like(finding, {
		bytes: huge.length, tokens: 300, costUsd: 0.0011, malformed: null,
	});
	t.true(finding?.result.cut);
	t.true((finding?.result.length ?? 0) <= 16_384);
	t.is(tasks.items[0]?.description.toJSON(), 'short');
	const [, sent = '0'] = /total_net_output_bytes:(\d+)/.exec(await redis.cli('INFO', 'stats')) ?? [];
	t.true(Number(sent) < 200_000, `${sent}`);
});

test('changes are seen: written, overwritten, deleted, released', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	await writer.call('SET', 'finding:f', findingJson());
	await watched.until(({findings}) => findings.total === 1 && findings.items[0]?.tokens === 300);
	await writer.call('SET', 'finding:f', findingJson({tokens_used: 7}));
	await watched.until(({findings}) => findings.total === 1 && findings.items[0]?.tokens === 7);
	t.is(watched.snapshot.workers.items[0]?.tokens, 7);
	await writer.call('DEL', 'finding:f');
	await watched.until(({findings}) => findings.total === 0 && findings.items.length === 0);
	t.is(watched.snapshot.workers.items[0]?.tokens, 0);

	await writer.call('SET', 'task:a', '{"description":"x"}');
	await watched.until(({tasks}) => tasks.counts.announced === 1);
	await writer.call('SET', 'task:a:claimed', 'haiku_001', 'NX', 'EX', 300);
	await watched.until(({tasks}) => tasks.counts.claimed === 1);
	await writer.call('DEL', 'task:a:claimed');
	await watched.until(({tasks}) => tasks.counts.announced === 1);
	await writer.call('SET', 'task:a:result', 'f');
	await watched.until(({tasks}) => tasks.counts.done === 1);
	await writer.call('DEL', 'task:a', 'task:a:result');
	await watched.until(({tasks}) => tasks.total === 0);
});

test('when the database is flushed, everything is gone', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const fill = async () => Promise.all([
		writer.call('SET', 'task:a', '{"description":"x"}'),
		writer.call('SET', 'task:a:claimed', 'haiku_001', 'EX', 300),
		writer.call('SET', 'worker:status:haiku_001', 'now', 'EX', 60),
		writer.call('SET', 'worker:status:haiku_002', 'now', 'EX', 60),
		writer.call('SET', 'cost:haiku', '0.5'),
		writer.call('SET', 'context:active', 'text'),
		writer.call('SET', 'finding:f', findingJson()),
	]);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	await fill();
	await watched.until(({tasks, findings, workers, cost, context}) => tasks.counts.claimed === 1 && findings.total === 1 && workers.counts.working === 1 && workers.counts.idle === 1
		&& cost.haikuUsd === 0.5 && context !== null);
	await writer.call('FLUSHALL');
	await watched.until(({tasks, findings, workers, cost, context}) => tasks.total === 0 && findings.total === 0 && workers.counts.working === 0 && workers.counts.idle === 0
		&& workers.counts.lost === 0 && cost.haikuUsd === null && context === null);
	t.is(watched.snapshot.link.state, 'live');
	await fill();
	await watched.until(({tasks, findings, workers}) => tasks.counts.claimed === 1 && findings.total === 1 && workers.counts.working === 1 && workers.counts.idle === 1);
});

test('twenty thousand findings, written as fast as can be, are all counted once', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	for (let from = 0; from < 20_000; from += 1000) {
		await Promise.all(Array.from({length: 1000}, (_, index) => from + index).flatMap(number => [
			writer.call('SET', `finding:finding_${number}`, findingJson()),
			// Some announce with the prefix, some without.
			writer.call('PUBLISH', 'channel:findings', number % 2 === 0 ? `finding_${number}` : String(number)),
		]));
	}

	await watched.until(({findings}) => findings.total >= 20_000);
	// Whatever was announced and not found would be told two seconds later.
	await watched.ticks(3);
	t.like(watched.snapshot.findings, {total: 20_000, malformed: 0});
	t.is(watched.snapshot.findings.items.length, 1000);
	t.like(watched.snapshot.workers.items[0], {findings: 20_000, tokens: 6_000_000, costUsd: 22});
});

test('findings can be left out of the scan', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	await writer.call('SET', 'finding:old', findingJson());
	await writer.call('SET', 'task:a', '{"description":"x"}');
	const watched = watch(t, await open(t, redis.url), {withFindings: false});
	await watched.until(isRead);
	t.is(watched.snapshot.tasks.total, 1);
	t.is(watched.snapshot.findings.total, 0);
});

test('an observer that is stopped leaves nothing behind', async t => {
	const redis = await withRedis(t);
	const connection = await open(t, redis.url);
	const watched = watch(t, connection);
	await watched.until(isRead);
	await watched.stop();
	const told = watched.events.length;
	await redis.cli('SET', 'finding:late', findingJson());
	await connection.call('PING');
	t.is(watched.events.length, told);
	await connection.close();
	// The client that asks is the only one left, as soon as the server has noticed. The embedded server has one of its own.
	const last = `connected_clients:${serverKind === 'embedded' ? 2 : 1}\r`;
	let clients = '';
	for (let attempt = 0; attempt < 100 && !clients.includes(last); attempt++) {
		clients = await redis.cli('INFO', 'clients');
	}

	t.true(clients.includes(last));
});
