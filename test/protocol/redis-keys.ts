import test from 'ava';
import fc from 'fast-check';
import {
	costRoles, keys, parseKey, swarmKeys, trackedPrefixes,
} from '../../source/protocol/redis-keys.js';
import {anyText} from './_any.js';

const anyId = fc.oneof(anyText, fc.constantFrom('finding_9c1e22ab', 'a b', 'a/b:c', '"', '日本', '__proto__', '', ':claimed', 'x:result:y'));

test('a key that is built is understood again, whatever its id looks like', t => {
	fc.assert(fc.property(anyId, id => {
		for (const [key, kind] of [
			[keys.claim(id), 'claim'],
			[keys.result(id), 'result'],
			[keys.finding(id), 'finding'],
			[keys.heartbeat(id), 'heartbeat'],
			[swarmKeys.worker(id), 'worker-note'],
			[swarmKeys.attempts(id), 'attempts'],
			[swarmKeys.failed(id), 'failed'],
			[swarmKeys.cancelled(id), 'cancelled'],
		] as const) {
			t.deepEqual(parseKey(key), {kind, id});
		}

		const isPlain = !id.endsWith(':claimed') && !id.endsWith(':result');
		t.is(parseKey(keys.task(id))?.kind === 'task', isPlain);
	}));
	for (const role of costRoles) {
		t.deepEqual(parseKey(keys.cost(role)), {kind: 'cost', role});
	}

	t.deepEqual(parseKey(keys.context), {kind: 'context'});
});

test('keys of nobody are nothing', t => {
	for (const key of [
		'',
		'task',
		'tasks:1',
		'Task:1',
		'cost:',
		'cost:gpt',
		'cost:haiku:x',
		'context:old',
		'worker:x',
		'worker:statusx:1',
		'swarm:events',
		keys.query('1'),
		keys.response('1'),
		keys.shardQuota(1),
	]) {
		t.is(parseKey(key), null);
	}

	fc.assert(fc.property(anyText, key => {
		t.notThrows(() => parseKey(key));
	}));
});

test('the fixed part is as it is written in the protocol', t => {
	t.deepEqual([
		keys.task('1'),
		keys.claim('1'),
		keys.result('1'),
		keys.finding('1'),
		keys.heartbeat('w'),
		keys.cost('haiku'),
		keys.context,
		keys.query('q'),
		keys.response('q'),
		keys.shardQuota(3),
		keys.shardStatus(3),
	], [
		'task:1',
		'task:1:claimed',
		'task:1:result',
		'finding:1',
		'worker:status:w',
		'cost:haiku',
		'context:active',
		'query:archive:q',
		'response:archive:q',
		'librarian:shard3:quota',
		'librarian:shard3:status',
	]);
});

test('every understood key is tracked, by one prefix only', t => {
	const fixed = [keys.task('1'), keys.claim('1'), keys.finding('1'), keys.heartbeat('1'), keys.cost('sonnet'), keys.context];
	for (const key of [...fixed, swarmKeys.worker('1'), swarmKeys.attempts('1'), swarmKeys.failed('1'), swarmKeys.cancelled('1'), swarmKeys.budget]) {
		t.is(trackedPrefixes.filter(prefix => key.startsWith(prefix)).length, 1, `${key}`);
		t.not(parseKey(key), null, `${key}`);
	}

	for (const key of [swarmKeys.backoff('1'), swarmKeys.spentOn('1'), swarmKeys.spent('1'), swarmKeys.beats('1'), swarmKeys.hour, swarmKeys.findings, swarmKeys.sweeper, swarmKeys.control('1')]) {
		t.false(trackedPrefixes.some(prefix => key.startsWith(prefix)), `${key}`);
		t.is(parseKey(key), null, `${key}`);
	}

	// Redis refuses to track prefixes that overlap.
	t.false(trackedPrefixes.some(a => trackedPrefixes.some(b => a !== b && a.startsWith(b))));
});
