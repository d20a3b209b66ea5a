import test from 'ava';
import type {RedisValue} from '../../source/protocol/redis-value.js';
import {readWorkerNote} from '../../source/protocol/worker-note.js';
import {storedText} from './_any.js';

const absent: RedisValue = {kind: 'absent'};

test('a worker says of itself what it says, each part for itself', t => {
	t.deepEqual(readWorkerNote(storedText({
		host: 'box',
		pid: 7,
		executor: 'dry-run',
		model: 'm',
		workdir: '/srv',
		state: 'draining',
		blocked: 'HTTP 401',
		blocked_code: 'swarm_limit',
		concurrency: '4',
		progress: [{
			task: 'a', turn: 3, tool: 'Edit', tokens: '12,345',
		}, {task: 'b', turn: 0}],
		done: 5,
		failed: 1,
		spent_usd: 0.25,
		started_at: '2026-11-20T14:03:11Z',
	})), {
		host: 'box',
		pid: 7,
		executor: 'dry-run',
		model: 'm',
		workdir: '/srv',
		state: 'draining',
		blocked: 'HTTP 401',
		blockedCode: 'swarm_limit',
		concurrency: 4,
		progress: [{
			task: 'a', turn: 3, tool: 'Edit', tokens: 12_345,
		}, {
			task: 'b', turn: 0, tool: null, tokens: 0,
		}],
		done: 5,
		failed: 1,
		spentUsd: 0.25,
		startedAtMs: Date.UTC(2026, 10, 20, 14, 3, 11),
	});
	t.deepEqual(readWorkerNote(storedText({
		state: 'asleep', concurrency: 'many', pid: -1, blocked: ['x'], progress: 'far', spent_usd: 'much',
	})), {
		host: null, pid: null, executor: null, model: null, workdir: null, state: null, blocked: null, blockedCode: null, concurrency: null, progress: [], done: null, failed: null, spentUsd: null, startedAtMs: null,
	});
	t.is(readWorkerNote(absent), null);
	t.is(readWorkerNote(storedText('idle')), null);
});

test('of a hostile note only as much is kept as a worker can have to say', t => {
	const long = 'x'.repeat(5000);
	const note = readWorkerNote(storedText({
		blocked: long, workdir: long, progress: [null, 7, {task: 'no turn'}, {turn: 1}, ...Array.from({length: 1000}, () => ({
			task: long, turn: 1, tool: long, tokens: 1e300,
		}))],
	}));
	t.is(note?.progress.length, 196);
	t.deepEqual([note?.blocked, note?.workdir, note?.progress[0]?.task, note?.progress[0]?.tool].map(text => text?.length), [512, 512, 512, 512]);
	t.is(note?.progress[0]?.tokens, 0);
});
