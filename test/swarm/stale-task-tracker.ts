import test from 'ava';
import {defaultTimings} from '../../source/protocol/timings.js';
import {StaleTaskTracker} from '../../source/swarm/stale-task-tracker.js';
import type {Inspection} from '../../source/swarm/open-tasks.js';

const gone = ['w', 200_000, 0, 1] as const;
const alive = ['w', 200_000, 1, 1] as const;

/** The times, in seconds, at which a patience that looks every four seconds gives a verdict. */
function when(verdict: string, look: (seconds: number) => Inspection, untilSeconds: number, patience = new StaleTaskTracker(defaultTimings, 0)): readonly number[] {
	const times: number[] = [];
	for (let seconds = 4; seconds <= untilSeconds; seconds += 4) {
		if (patience.judge(look(seconds), seconds * 1000, true) === verdict) {
			times.push(seconds);
		}
	}

	return times;
}

test('a task that waits is announced after four seconds, then in pauses that grow to two minutes', t => {
	const patience = new StaleTaskTracker(defaultTimings, 0);
	t.false(patience.wasAnnounced);
	t.deepEqual(when('announce', () => 'waiting', 600, patience), [4, 8, 16, 32, 64, 128, 248, 368, 488]);
	t.true(patience.wasAnnounced);
	t.deepEqual(when('wait', () => 'rest', 600), when('wait', () => alive, 600));
});

test('what is done is forgotten, what is not there after a minute', t => {
	const patience = new StaleTaskTracker(defaultTimings, 0);
	t.is(patience.judge('done', 1, true), 'forget');
	t.deepEqual(when('forget', () => 'gone', 68), [64, 68]);
});

test('a worker that beats as long as it works is robbed when it is silent in two looks in a row', t => {
	const patience = new StaleTaskTracker(defaultTimings, 0);
	const verdicts = [gone, alive, gone, ['x', 200_000, 0, 1], gone, gone, gone].map((look, index) => patience.judge(look as Inspection, index * 4000, true));
	t.deepEqual(verdicts, ['wait', 'wait', 'wait', 'wait', 'wait', 'rescue', 'rescue']);
});

test('a task that waited in between is no look at its holder', t => {
	const patience = new StaleTaskTracker(defaultTimings, 0);
	t.is(patience.judge(gone, 1000, true), 'wait');
	t.is(patience.judge('rest', 2000, true), 'wait');
	t.is(patience.judge(gone, 3000, true), 'wait');
	t.is(patience.judge(gone, 4000, true), 'rescue');
});

test('nobody is called dead while the link is new', t => {
	const patience = new StaleTaskTracker(defaultTimings, 0);
	const verdicts = [true, false, true, true].map((mayCallDead, index) => patience.judge(gone, index * 4000, mayCallDead));
	t.deepEqual(verdicts, ['wait', 'wait', 'wait', 'rescue']);
});

test('a holder of which nothing is known is never robbed; its claim is kept alive for half an hour while it beats', t => {
	t.deepEqual(when('rescue', () => ['foreign', 1000, 0, 0], 4000), []);
	t.deepEqual(when('extend', () => ['foreign', 1000, 0, 0], 4000), []);
	const times = when('extend', () => ['foreign', 1000, 1, 0], 4000);
	t.is(times[0], 4);
	t.is(times.at(-1), 1800);
	// Long enough, without an end, or new in its hands.
	t.deepEqual(when('extend', () => ['foreign', 60_000, 1, 0], 100), []);
	t.deepEqual(when('extend', () => ['foreign', -1, 1, 0], 100), []);
	t.is(when('extend', seconds => [seconds < 1000 ? 'one' : 'two', 1000, 1, 0], 4000).at(-1), 2796);
});
