import test from 'ava';
import {withRedis} from '../_helpers/redis-server.js';
import {logText} from '../../source/text/log-text.js';
import {
	findingJson, isRead, open, watch,
} from './_watch.js';

test('an announcement that comes before its key is one finding', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	const told = watched.events.length;
	await writer.call('PUBLISH', 'channel:findings', 'early');
	// Its key was looked for in vain.
	await watched.until((_, events) => events.slice(told).some(event => event.type === 'finding-gone' && event.id === 'early'));
	await writer.call('SET', 'finding:finding_early', findingJson());
	await watched.until(({findings}) => findings.total === 1);
	await watched.ticks(3);
	t.like(watched.snapshot.findings, {total: 1, malformed: 0});
	t.is(watched.snapshot.findings.items[0]?.id, 'finding_early');
});

test('an announcement that never gets a key is told as one malformed finding', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	await writer.call('PUBLISH', 'channel:findings', 'never');
	await writer.call('PUBLISH', 'channel:findings', 'never');
	const {findings} = await watched.until(({findings}) => findings.total > 0);
	t.like(findings, {total: 1, malformed: 1});
	t.like(findings.items[0], {id: 'never', malformed: 'announced, but there is no such key'});
	// If it comes all the same, it is that one.
	await writer.call('SET', 'finding:never', findingJson());
	await watched.until(({findings}) => findings.malformed === 0);
	t.is(watched.snapshot.findings.total, 1);
});

test('a whole finding that is published in place of its id is not lost', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	await writer.call('SET', 'finding:kept', findingJson());
	const common = {worker_id: 'haiku_001', timestamp: '2026-11-20T14:03:11.482913', task: 'the same long beginning'};
	for (const payload of [
		findingJson({finding_id: 'kept'}),
		findingJson({finding_id: 'heard', tokens_used: 11}),
		JSON.stringify({...common, result: 'one', tokens_used: 1}),
		` \n${JSON.stringify({...common, result: 'two', tokens_used: 2})}`,
		JSON.stringify({...common, result: 'two'}),
		JSON.stringify({...common, result: 'two'}),
		'{"result": "broken',
	]) {
		await writer.call('PUBLISH', 'channel:findings', payload);
	}

	await watched.until(({findings}) => findings.total >= 6);
	await watched.ticks(3);
	const {findings} = watched.snapshot;
	t.like(findings, {total: 6, malformed: 1});
	t.deepEqual(findings.items.map(({tokens}) => tokens).filter(tokens => tokens !== null).toSorted((a, b) => a - b), [1, 2, 11, 300]);
	t.deepEqual(findings.items.find(({id}) => id === 'heard')?.oddities, ['published whole, kept under no key']);
	t.deepEqual(findings.items.find(({id}) => id === 'kept')?.oddities, []);
});

test('an id that is JSON itself names its key', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	for (const id of ['{"result":"an id"}', '{}', '{"finding_id":null}']) {
		await writer.call('SET', `finding:${id}`, findingJson());
		await writer.call('PUBLISH', 'channel:findings', id);
	}

	await watched.until(({findings}) => findings.total >= 3);
	await watched.ticks(3);
	t.is(watched.snapshot.findings.total, 3);
	t.is(watched.snapshot.findings.malformed, 0);
});

test('announced tasks, completed tasks and questions are told', async t => {
	const redis = await withRedis(t);
	const writer = await open(t, redis.url);
	const watched = watch(t, await open(t, redis.url));
	await watched.until(isRead);
	for (const [channel, id] of [['tasks', 'no-body'], ['completions', 'no-result'], ['queries', 'q1'], ['responses', 'q1'], ['other', 'x']] as const) {
		await writer.call('PUBLISH', `channel:${channel}`, id);
	}

	const {tasks, log} = await watched.until(({log}) => log.some(entry => logText(entry) === 'response q1'));
	t.deepEqual(tasks.items.map(({id, state, malformed}) => [id, state, malformed]), [
		['no-body', 'announced', 'announced, but there is no task under this id'],
		['no-result', 'announced', 'announced, but there is no task under this id'],
	]);
	t.deepEqual(log.slice(1).map(entry => String(logText(entry))), ['no-body was announced', 'query q1', 'response q1']);
});
