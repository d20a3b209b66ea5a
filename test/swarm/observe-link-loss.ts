import test from 'ava';
import {testWithRealServer} from '../_helpers/real-server.js';
import {withRedis} from '../_helpers/redis-server.js';
import {logText} from '../../source/text/log-text.js';
import {
	atomically, findingJson, isRead, open, watch,
} from './_watch.js';

for (const type of ['pubsub', 'normal'] as const) {
	test(`what happens while a connection of type ${type} is broken is seen afterwards`, async t => {
		const redis = await withRedis(t);
		const writer = await open(t, redis.url);
		await atomically(
			writer,
			['SET', 'finding:gone', findingJson()],
			['SET', 'finding:changed', findingJson()],
			['SET', 'task:gone', '{"description":"x"}'],
			['SET', 'task:released', '{"description":"x"}'],
			['SET', 'task:released:claimed', 'haiku_001', 'EX', 300],
			['SET', 'task:retried', '{"description":"x"}'],
			['SET', 'task:retried:result', 'gone'],
			['SET', 'task:freed', '{"description":"x"}'],
			['SET', 'swarm:failed:freed', '{"error":"boom"}'],
			['SET', 'task:wanted', '{"description":"x"}'],
			['SET', 'swarm:cancelled:wanted', '1'],
			['SET', 'worker:status:haiku_001', 'now', 'EX', 60],
			['SET', 'cost:haiku', '0.5'],
		);
		const watched = watch(t, await open(t, redis.url));
		await watched.until(isRead);
		await watched.until(({workers}) => workers.counts.working === 1);
		t.like(watched.snapshot.tasks.counts, {
			announced: 1, claimed: 1, done: 1, failed: 1, cancelled: 1,
		});
		await atomically(
			writer,
			['CLIENT', 'KILL', 'TYPE', type, 'SKIPME', 'yes'],
			['SET', 'finding:new', findingJson()],
			['SET', 'finding:changed', findingJson({tokens_used: 7})],
			['DEL', 'finding:gone', 'task:gone', 'task:released:claimed', 'task:retried:result', 'swarm:failed:freed', 'swarm:cancelled:wanted', 'worker:status:haiku_001', 'cost:haiku'],
			['SET', 'task:new', '{"description":"x"}'],
		);
		await watched.until(({tasks, findings, workers, cost}) => tasks.total === 5 && tasks.counts.announced === 5 && findings.total === 2 && workers.counts.quiet === 1 && cost.haikuUsd === null);
		t.deepEqual(Object.fromEntries(watched.snapshot.findings.items.map(({id, tokens}) => [id, tokens])), {changed: 7, new: 300});
		await watched.until(({link, scan}) => link.state === 'live' && scan === null);
	});
}

test('while the server is away the last values stay, and when it is back they are read again', async t => {
	const redis = await withRedis(t, {config: ['appendonly yes', 'appendfsync always']});
	const writer = await open(t, redis.url);
	await writer.call('SET', 'task:a', '{"description":"x"}');
	await writer.call('SET', 'finding:f', findingJson());
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	redis.kill('SIGKILL');
	await watched.until(({link}) => link.state === 'lost');
	await watched.until((_, events) => events.filter(event => event.type === 'link' && event.state === 'lost').length > 3);
	t.like(watched.snapshot, {tasks: {total: 1}, findings: {total: 1}});
	t.is(watched.snapshot.log.filter(entry => logText(entry).includes('lost')).length, 1);
	await redis.restart();
	const {log} = await watched.until(({link, scan}) => link.state === 'live' && scan === null);
	t.like(watched.snapshot, {tasks: {total: 1}, findings: {total: 1}});
	t.is(log.filter(({kind}) => kind === 'link').length, 3);
	await redis.cli('SET', 'finding:g', findingJson());
	await watched.until(({findings}) => findings.total === 2);
});

// Keys expire only when somebody looks at them, as it is with very many keys: nobody tells of it.
const silently = {config: ['enable-debug-command local']};

testWithRealServer('a heartbeat and a claim that run out are noticed although nobody tells of it', async t => {
	const redis = await withRedis(t, silently);
	await redis.cli('DEBUG', 'SET-ACTIVE-EXPIRE', '0');
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	await atomically(
		writer,
		['SET', 'task:a', '{"description":"x"}'],
		['SET', 'task:b', '{"description":"x"}'],
		['SET', 'worker:status:mortal', 'now', 'PX', 1500],
		['SET', 'worker:status:living', 'now', 'EX', 60],
		['SET', 'task:a:claimed', 'mortal', 'EX', 300],
		['SET', 'task:b:claimed', 'living', 'PX', 2500],
	);
	await watched.until(({workers}) => workers.counts.working === 2);
	await watched.until(({workers}) => workers.items.some(({id, state}) => id === 'mortal' && state === 'unknown'));
	t.is(watched.snapshot.tasks.counts.orphaned, 0);
	await watched.until(({workers, tasks}) => tasks.counts.orphaned === 1 && workers.items.some(({id, state}) => id === 'mortal' && state === 'lost'));
	const snapshot = await watched.until(({tasks}) => tasks.counts.announced === 1 && tasks.counts.claimed === 0);
	t.is(snapshot.tasks.items.find(({id}) => id === 'b')?.workerId, null);
	t.is(snapshot.workers.items.find(({id}) => id === 'living')?.state, 'idle');
	t.is(snapshot.problems[0]?.kind, 'orphaned_claim');
});

testWithRealServer('a worker that beats again is not lost', async t => {
	const redis = await withRedis(t, silently);
	await redis.cli('DEBUG', 'SET-ACTIVE-EXPIRE', '0');
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	await atomically(
		writer,
		['SET', 'task:a', '{"description":"x"}'],
		['SET', 'worker:status:w', 'now', 'PX', 1000],
		['SET', 'task:a:claimed', 'w', 'EX', 300],
	);
	await watched.until(({workers}) => workers.counts.unknown === 1);
	await writer.call('SET', 'worker:status:w', 'now', 'EX', 60);
	await watched.until(({workers}) => workers.counts.working === 1);
	await watched.ticks(3);
	t.is(watched.snapshot.workers.counts.working, 1);
});
