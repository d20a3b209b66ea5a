import test, {type ExecutionContext} from 'ava';
import type {FeedTier} from '../../source/redis/change-feed.js';
import {testWithRealServer} from '../_helpers/real-server.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {
	findingJson, isRead, open, watch, type Watched,
} from './_watch.js';

const everything = ['on', 'nopass', 'resetchannels', '&channel:*', '~*', '+@all'];

async function watchAs(t: ExecutionContext, redis: RedisServer, ...rules: readonly string[]): Promise<Watched> {
	await redis.cli('ACL', 'SETUSER', 'watcher', ...rules);
	return watch(t, await open(t, `redis://watcher:any@127.0.0.1:${redis.port}`));
}

function tierOf({snapshot}: Watched): FeedTier | null {
	return snapshot.link.state === 'live' ? snapshot.link.tier : null;
}

/** What every tier must see, since somebody announces it. */
async function seesAnnouncements(redis: RedisServer, watched: Watched): Promise<void> {
	await redis.cli('SET', 'task:a', '{"description":"x"}');
	await redis.cli('PUBLISH', 'channel:tasks', 'a');
	await watched.until(({tasks}) => tasks.counts.announced === 1);
	await redis.cli('SET', 'task:a:claimed', 'haiku_001', 'EX', '300');
	await watched.until(({tasks}) => tasks.counts.claimed === 1);
	await redis.cli('SET', 'finding:f', findingJson());
	await redis.cli('PUBLISH', 'channel:findings', 'f');
	await watched.until(({findings}) => findings.items.some(({id}) => id === 'f'));
	await redis.cli('SET', 'task:a:result', 'f');
	await redis.cli('PUBLISH', 'channel:completions', 'a');
	await redis.cli('SET', 'cost:haiku', '0.5');
	await watched.until(({tasks, cost}) => tasks.counts.done === 1 && cost.haikuUsd === 0.5);
}

/** What a tier sees that hears of every change. */
async function seesChanges(redis: RedisServer, watched: Watched): Promise<void> {
	await redis.cli('SET', 'finding:quiet', findingJson());
	await watched.until(({findings}) => findings.items.some(({id}) => id === 'quiet'));
	await redis.cli('SET', 'worker:status:quiet', 'now', 'EX', '60');
	await watched.until(({workers}) => workers.items.some(({id, state}) => id === 'quiet' && state === 'idle'));
	await redis.cli('DEL', 'finding:quiet');
	await watched.until(({findings}) => !findings.items.some(({id}) => id === 'quiet'));
}

test('tracking, where all is allowed', async t => {
	const redis = await withRedis(t);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	t.is(tierOf(watched), 'tracking');
	await seesAnnouncements(redis, watched);
	await seesChanges(redis, watched);
});

testWithRealServer('push, where the channel of invalidations is forbidden', async t => {
	const redis = await withRedis(t);
	const watched = await watchAs(t, redis, ...everything);
	await watched.until(isRead);
	t.is(tierOf(watched), 'push');
	await seesAnnouncements(redis, watched);
	await seesChanges(redis, watched);
	await redis.cli('FLUSHALL');
	await watched.until(({findings, tasks}) => findings.total === 0 && tasks.total === 0);
	await redis.cli('CLIENT', 'KILL', 'USER', 'watcher');
	await watched.until(({link}) => link.state === 'lost');
	await watched.until(({link, scan}) => link.state === 'live' && scan === null);
	t.is(tierOf(watched), 'push');
	await seesChanges(redis, watched);
});

testWithRealServer('notifications, where tracking is forbidden and they are switched on', async t => {
	const redis = await withRedis(t, {config: ['notify-keyspace-events KA']});
	const watched = await watchAs(t, redis, ...everything, 'allchannels', '-client|tracking');
	await watched.until(isRead);
	t.is(tierOf(watched), 'notifications');
	await seesAnnouncements(redis, watched);
	await seesChanges(redis, watched);
	await redis.cli('CLIENT', 'KILL', 'TYPE', 'pubsub');
	await watched.until((_, events) => events.filter(({type}) => type === 'scan-finished').length === 2);
	t.is(tierOf(watched), 'notifications');
	await seesChanges(redis, watched);
});

for (const [why, config] of [['off', []], ['of another kind', ['notify-keyspace-events E$']]] as const) {
	testWithRealServer(`polling, where tracking is forbidden and notifications are ${why}`, async t => {
		const redis = await withRedis(t, {config});
		const watched = await watchAs(t, redis, ...everything, 'allchannels', '-client|tracking');
		await watched.until(isRead);
		t.is(tierOf(watched), 'polling');
		await seesAnnouncements(redis, watched);
		t.is(watched.snapshot.workers.items.length, 1);
	});
}

testWithRealServer('polling, where the configuration may not be read either', async t => {
	const redis = await withRedis(t, {config: ['notify-keyspace-events KA']});
	const watched = await watchAs(t, redis, ...everything, 'allchannels', '-client|tracking', '-config');
	await watched.until(isRead);
	t.is(tierOf(watched), 'polling');
	await seesAnnouncements(redis, watched);
});

testWithRealServer('channels that are allowed one by one are heard', async t => {
	const redis = await withRedis(t);
	const channels = ['tasks', 'findings', 'completions', 'queries', 'responses'].map(name => `&channel:${name}`);
	const watched = await watchAs(t, redis, 'on', 'nopass', 'resetchannels', ...channels, '~*', '+@all');
	await watched.until(isRead);
	t.is(tierOf(watched), 'push');
	await seesAnnouncements(redis, watched);
});

testWithRealServer('who may not run scripts sees the same', async t => {
	const redis = await withRedis(t);
	const watched = await watchAs(t, redis, ...everything, 'allchannels', '-eval', '-evalsha', '-@scripting');
	await redis.cli('HSET', 'finding:hash', 'content', 'as a hash', 'worker_id', 'w');
	await redis.cli('RPUSH', 'finding:list', 'x');
	await redis.cli('SET', 'finding:empty', '');
	await redis.cli('SET', 'worker:status:haiku_001', 'now', 'EX', '60');
	await watched.until(isRead);
	await seesAnnouncements(redis, watched);
	await seesChanges(redis, watched);
	const writer = await open(t, redis.url);
	const huge = findingJson({result: 'x'.repeat(1_000_000)});
	await writer.call('SET', 'finding:huge', huge);
	const {findings, workers} = await watched.until(({findings}) => findings.items.some(({id}) => id === 'huge'));
	const found = new Map(findings.items.map(finding => [finding.id, finding]));
	t.like(found.get('hash'), {workerId: 'w', malformed: null});
	t.is(found.get('list')?.malformed, 'expected a string or a hash, got a list');
	t.is(found.get('empty')?.malformed, 'empty');
	t.like(found.get('huge'), {bytes: huge.length, tokens: 300, malformed: null});
	t.true(found.get('huge')?.result.cut);
	t.true((workers.items.find(({id}) => id === 'haiku_001')?.beatExpiresAtMs ?? 0) > Date.now());
});
