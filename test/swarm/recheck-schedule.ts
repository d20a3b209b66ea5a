import test from 'ava';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import {RecheckSchedule} from '../../source/swarm/recheck-schedule.js';
import {makeBody} from '../store/_make.js';

const beat = (workerId: string, expiresAtMs: number | null): SwarmEvent => ({type: 'heartbeat', workerId, expiresAtMs});
const claim = (id: string, workerId: string | null, expiresAtMs: number | null): SwarmEvent => ({
	type: 'claim', id, workerId, expiresAtMs,
});

test('a heartbeat is looked at just after it runs out, not before', t => {
	const watchlist = new RecheckSchedule();
	watchlist.learn(beat('w', 60_000), 0);
	t.deepEqual(watchlist.due(60_099), []);
	t.deepEqual(watchlist.due(60_100), ['worker:status:w']);
	t.deepEqual(watchlist.due(60_101), []);
	watchlist.learn(beat('w', 120_000), 60_200);
	t.deepEqual(watchlist.due(119_000), []);
});

test('a miss of a worker that holds a claim is confirmed two seconds later, then looked at every five', t => {
	const watchlist = new RecheckSchedule();
	watchlist.learn(beat('w', 1000), 0);
	watchlist.learn(claim('a', 'w', 300_000), 0);
	watchlist.learn(beat('w', null), 2000);
	t.deepEqual(watchlist.due(3999), []);
	t.deepEqual(watchlist.due(4000), ['worker:status:w']);
	watchlist.learn(beat('w', null), 4000);
	t.deepEqual(watchlist.due(8999), []);
	t.deepEqual(watchlist.due(9000), ['worker:status:w']);
});

test('a worker that holds nothing and does not beat is left alone until it claims', t => {
	const watchlist = new RecheckSchedule();
	watchlist.learn(beat('w', 1000), 0);
	watchlist.learn(beat('w', null), 1100);
	t.deepEqual(watchlist.due(1e9), []);
	watchlist.learn(claim('a', 'w', 2e9), 1e9);
	t.deepEqual(watchlist.due(1e9), ['worker:status:w']);
});

test('a claim is looked at just after it runs out, and until it is gone', t => {
	const watchlist = new RecheckSchedule();
	watchlist.learn(beat('w', 1e9), 0);
	watchlist.learn(claim('a', 'w', 5000), 0);
	t.deepEqual(watchlist.due(5099), []);
	t.deepEqual(watchlist.due(5100), ['task:a:claimed']);
	t.deepEqual(watchlist.due(10_100), ['task:a:claimed']);
	watchlist.learn(claim('a', null, null), 10_200);
	t.deepEqual(watchlist.due(1e8), []);
});

test('a claim without expiry is looked at only when all may have changed', t => {
	const watchlist = new RecheckSchedule();
	watchlist.learn(beat('w', 1e9), 0);
	watchlist.learn(claim('a', 'w', null), 0);
	t.deepEqual(watchlist.due(1e8), []);
	watchlist.recheckAll();
	t.deepEqual(watchlist.due(1e8), ['worker:status:w', 'task:a:claimed']);
	t.deepEqual(watchlist.due(1e8), []);
});

test('where nobody tells of changes, all that can still change is looked at every two seconds', t => {
	const watchlist = new RecheckSchedule();
	watchlist.learn(beat('w', 1e9), 0);
	for (const id of ['a', 'b']) {
		watchlist.learn({type: 'task', id, body: makeBody()}, 0);
	}

	watchlist.learn({type: 'result', id: 'a', findingId: 'f'}, 0);
	t.deepEqual(watchlist.due(0), []);
	watchlist.polling = true;
	const all = ['worker:status:w', 'swarm:worker:w', 'task:b:claimed', 'task:b:result', 'cost:haiku', 'cost:sonnet', 'cost:gemini', 'context:active', 'swarm:budget'];
	t.deepEqual(watchlist.due(0), all);
	t.deepEqual(watchlist.due(1999), []);
	watchlist.learn({type: 'task', id: 'b', body: null}, 0);
	t.deepEqual(watchlist.due(2000), all.filter(key => !key.startsWith('task:')));
});
