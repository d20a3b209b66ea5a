import test from 'ava';
import type {Snapshot} from '../../source/store/snapshot.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import {logText} from '../../source/text/log-text.js';
import {
	makeBody, makeFinding, noteAtTurn, startMs,
} from './_make.js';

const live: SwarmEvent = {type: 'link', state: 'live', tier: 'tracking'};
const lost: SwarmEvent = {type: 'link', state: 'lost', reason: 'gone'};
const scanned: readonly SwarmEvent[] = [live, {type: 'scan-started'}, {type: 'scan-finished'}];

const task = (id: string): SwarmEvent => ({type: 'task', id, body: makeBody()});
const claim = (id: string, workerId: string): SwarmEvent => ({
	type: 'claim', id, workerId, expiresAtMs: startMs + 300_000,
});
const finding = (id: string, isLive = true): SwarmEvent => ({
	type: 'finding', finding: makeFinding(id), live: isLive, heardOnly: false,
});

/** Freeze a snapshot all the way down, as far as plain objects go: whoever writes to it throws. */
function freeze(value: unknown): void {
	if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
		Object.freeze(value);
		for (const part of Object.values(value)) {
			freeze(part);
		}
	}
}

function storeAfter(...events: readonly SwarmEvent[]): SwarmStore {
	const store = new SwarmStore({nowMs: startMs});
	store.apply(events, startMs);
	store.flush(startMs);
	return store;
}

function logOf({log}: Snapshot): readonly string[] {
	return log.map(entry => `${entry.kind}: ${logText(entry)}`);
}

test('at first it is connecting, and there is nothing', t => {
	t.like(new SwarmStore({nowMs: startMs}).snapshot, {
		atMs: startMs, link: {state: 'connecting', sinceMs: startMs}, freshAtMs: null, scan: null, problems: [], log: [], context: null,
	});
});

test('a snapshot never changes, and lists without news are the same objects', t => {
	const store = new SwarmStore({nowMs: startMs});
	const all: readonly SwarmEvent[] = [
		...scanned,
		task('a'),
		task('b'),
		claim('a', 'w'),
		finding('f1'),
		{type: 'heartbeat', workerId: 'w', expiresAtMs: startMs + 60_000},
		{type: 'result', id: 'a', findingId: 'f1'},
		finding('f1'),
		{type: 'cost', role: 'haiku', usd: 0.5},
		{type: 'finding-gone', id: 'f1'},
		{type: 'failed', id: 'b', error: new UntrustedText('boom')},
		{type: 'scan-started'},
		task('c'),
		{type: 'scan-finished'},
		lost,
	];
	for (const event of all) {
		freeze(store.snapshot);
		t.notThrows(() => {
			store.apply([event], startMs);
		});
		store.flush(startMs);
	}

	const before = store.snapshot;
	store.apply([{type: 'cost', role: 'haiku', usd: 0.75}], startMs);
	store.flush(startMs);
	t.not(store.snapshot, before);
	t.is(store.snapshot.tasks.items, before.tasks.items);
	t.is(store.snapshot.findings.items, before.findings.items);
	t.is(store.snapshot.log, before.log);
});

test('whoever subscribes is told of every new snapshot, and only of those', t => {
	const store = new SwarmStore({nowMs: startMs});
	let told = 0;
	const stop = store.subscribe(() => {
		told++;
	});
	store.flush(startMs + 999);
	t.is(told, 0);
	store.apply([{type: 'fresh'}], startMs);
	store.flush(startMs + 999);
	t.is(told, 0);
	store.apply([task('a')], startMs);
	t.is(told, 0);
	store.flush(startMs + 1);
	t.is(told, 1);
	t.is(store.snapshot.atMs, startMs + 1);
	store.flush(startMs + 1000);
	t.is(told, 1);
	// Time alone changes states.
	store.flush(startMs + 1001);
	t.is(told, 2);
	stop();
	store.apply([task('b')], startMs);
	store.flush(startMs);
	t.is(told, 2);
});

test('the link is connecting, live or lost, since when, and each change is logged once', t => {
	const store = storeAfter(live);
	t.deepEqual(store.snapshot.link, {state: 'live', sinceMs: startMs, tier: 'tracking'});
	for (const afterMs of [1000, 2000, 3000]) {
		store.apply([lost], startMs + afterMs);
	}

	store.flush(startMs + 3000);
	t.like(store.snapshot.link, {state: 'lost', sinceMs: startMs + 1000, reason: 'gone'});
	t.like(store.snapshot.problems[0], {kind: 'link', reason: 'gone'});
	store.apply([{type: 'link', state: 'live', tier: 'polling'}], startMs + 4000);
	store.flush(startMs + 4000);
	t.deepEqual(store.snapshot.link, {state: 'live', sinceMs: startMs + 4000, tier: 'polling'});
	t.deepEqual(logOf(store.snapshot), ['link: connected to Redis, changes by tracking', 'link: connection lost: gone', 'link: connected to Redis, changes by polling']);
});

test('while the link is lost the last values stay, and their age is known', t => {
	const store = storeAfter(...scanned, task('a'), finding('f'), {type: 'fresh'});
	store.apply([lost], startMs + 60_000);
	store.flush(startMs + 60_000);
	t.is(store.snapshot.tasks.total, 1);
	t.is(store.snapshot.findings.total, 1);
	t.is(store.snapshot.freshAtMs, startMs);
});

test('a scan shows how far it is, and takes out what it did not see', t => {
	const store = storeAfter(...scanned, task('stays'), task('goes'), finding('stays'), finding('goes'));
	store.apply([{type: 'scan-started'}, {type: 'scan-progress', seen: 5, total: 9}], startMs);
	store.flush(startMs);
	t.deepEqual(store.snapshot.scan, {seen: 5, total: 9});
	t.is(store.snapshot.tasks.total, 2);
	store.apply([task('stays'), finding('stays', false), {type: 'scan-finished'}], startMs);
	store.flush(startMs);
	t.is(store.snapshot.scan, null);
	t.deepEqual(store.snapshot.tasks.items.map(({id}) => id), ['stays']);
	t.deepEqual(store.snapshot.findings.items.map(({id}) => id), ['stays']);
	t.is(store.snapshot.findings.total, 1);
});

test('what was there before us is no news', t => {
	const store = storeAfter(live, {type: 'scan-started'}, task('a'), claim('a', 'w'), {type: 'result', id: 'a', findingId: 'f'}, finding('f', false), {type: 'scan-finished'});
	t.deepEqual(logOf(store.snapshot), ['link: connected to Redis, changes by tracking']);
});

test('news is logged in words, once', t => {
	const store = storeAfter(...scanned);
	const news: readonly SwarmEvent[] = [
		{type: 'announced', id: 'a'},
		task('a'),
		claim('a', 'w'),
		finding('f'),
		{type: 'result', id: 'a', findingId: 'f'},
		{type: 'failed', id: 'b', error: new UntrustedText('boom')},
		{type: 'cancelled', id: 'c', cancelled: true},
		{type: 'archive', what: 'query', id: 'q'},
		{type: 'note', level: 'write', text: 'published\u001B[2J'},
	];
	store.apply(news, startMs);
	store.flush(startMs);
	const expected = [
		'task: a was announced',
		'claim: w claimed a',
		'finding: haiku_001 found f: result of f',
		'done: a is done: f',
		'warning: b was set aside',
		'warning: c was cancelled',
		'archive: query q',
		'write: published',
	];
	t.deepEqual(logOf(store.snapshot).slice(1), expected);
	store.apply(news.filter(({type}) => !['announced', 'archive', 'note'].includes(type)), startMs);
	store.flush(startMs);
	t.deepEqual(logOf(store.snapshot).slice(1), expected);
});

test('nothing that is told twice counts twice', t => {
	const events: readonly SwarmEvent[] = [
		task('a'),
		claim('a', 'haiku_001'),
		{type: 'attempts', id: 'a', attempts: 1},
		{type: 'heartbeat', workerId: 'haiku_001', expiresAtMs: startMs + 60_000},
		finding('f'),
		{type: 'result', id: 'a', findingId: 'f'},
		{type: 'cost', role: 'haiku', usd: 0.0011},
	];
	const once = storeAfter(...scanned, ...events).snapshot;
	const twice = storeAfter(...scanned, ...events, ...events, ...events).snapshot;
	t.deepEqual(twice, once);
	t.like(once.findings, {total: 1});
	t.is(once.findings.perSecond.at(-1), 1);
	t.is(once.workers.items[0]?.findings, 1);
});

test('the progress of a worker comes through at once, and a note that says nothing new waits for the clock', t => {
	const store = storeAfter(...scanned, {type: 'heartbeat', workerId: 'w', expiresAtMs: startMs + 60_000});
	const say = (turn: number) => {
		store.apply([{type: 'worker-note', workerId: 'w', note: noteAtTurn('a', turn)}], startMs);
		const before = store.snapshot;
		store.flush(startMs + 1);
		return store.snapshot === before ? 'nothing new' : store.snapshot.workers.items[0]?.note?.progress[0]?.turn;
	};

	t.deepEqual([say(1), say(1), say(2)], [1, 'nothing new', 2]);
});

test('the budget is what was told last, with what the cost is beyond it', t => {
	const budget = {
		limitUsd: 5, perTaskUsd: 0.1, perWorkerUsd: null, perHourUsd: null,
	};
	const store = storeAfter({type: 'budget', budget}, {type: 'cost', role: 'haiku', usd: 5.12});
	t.deepEqual(store.snapshot.cost.budget, {...budget, overUsd: 0.12});
	t.like(store.snapshot.problems[0], {kind: 'budget'});
	for (const told of ['unreadable', null] as const) {
		store.apply([{type: 'budget', budget: told}], startMs);
		store.flush(startMs);
		t.is(store.snapshot.cost.budget, told);
	}

	t.deepEqual(store.snapshot.problems, []);
});

test('costs, context and savings are what was told last', t => {
	const {snapshot} = storeAfter(
		{type: 'cost', role: 'haiku', usd: 1},
		{type: 'cost', role: 'haiku', usd: 2},
		{type: 'cost', role: 'sonnet', usd: 3},
		{type: 'cost', role: 'sonnet', usd: null},
		{type: 'cost', role: 'gemini', usd: 4},
		{type: 'context', context: {kind: 'tokens', tokens: 7}},
	);
	t.like(snapshot.cost, {haikuUsd: 2, sonnetUsd: null, geminiUsd: 4});
	t.deepEqual(snapshot.context, {kind: 'tokens', tokens: 7});
	t.is(snapshot.savings.baseline, 'claude-sonnet-5-5');
	t.is(new SwarmStore({nowMs: startMs, baseline: 'claude-opus-4-5'}).snapshot.savings.baseline, 'claude-opus-4-5');
});

test('a claim without a heartbeat becomes an orphan, with a problem and a lost worker', t => {
	const store = storeAfter(...scanned, task('a'), claim('a', 'w'), {type: 'heartbeat', workerId: 'w', expiresAtMs: startMs + 60_000});
	t.is(store.snapshot.workers.counts.working, 1);
	const laterMs = startMs + 70_000;
	store.apply([{type: 'heartbeat', workerId: 'w', expiresAtMs: null}], laterMs);
	store.flush(laterMs);
	t.is(store.snapshot.workers.counts.unknown, 1);
	t.is(store.snapshot.tasks.counts.claimed, 1);
	store.apply([{type: 'heartbeat', workerId: 'w', expiresAtMs: null}], laterMs + 2000);
	store.flush(laterMs + 2000);
	t.is(store.snapshot.workers.counts.lost, 1);
	t.is(store.snapshot.tasks.counts.orphaned, 1);
	t.deepEqual(store.snapshot.problems.map(({kind, subject}) => [kind, subject]), [['orphaned_claim', 'a']]);
});

test('durations are only learned from claims that were seen to begin, or from what findings say', t => {
	const ids = ['1', '2', '3', '4', '5', '6'];
	const done = (id: string): readonly SwarmEvent[] => [claim(id, 'w'), {type: 'result', id, findingId: `f${id}`}];
	const stateAfter = (store: SwarmStore, seconds: number) => {
		store.apply([claim('healthy', 'w')], startMs);
		store.flush(startMs + (seconds * 1000));
		return store.snapshot.tasks.items.find(({id}) => id === 'healthy')?.state;
	};

	// Claims of finished tasks lie there until they expire, and renewed ones look new.
	t.is(stateAfter(storeAfter(live, {type: 'scan-started'}, ...ids.flatMap(id => done(id)), {type: 'scan-finished'}), 40), 'claimed');
	// A claim that was found is not one that began.
	t.is(stateAfter(storeAfter(live, {type: 'scan-started'}, ...ids.map(id => claim(id, 'w')), {type: 'scan-finished'}, ...ids.flatMap(id => done(id))), 40), 'claimed');
	t.is(stateAfter(storeAfter(...scanned, lost, live, ...ids.flatMap(id => done(id))), 40), 'claimed');
	t.is(stateAfter(storeAfter(...scanned, ...ids.flatMap(id => done(id))), 40), 'slow');
	const said = ids.map((id): SwarmEvent => ({
		type: 'finding', live: false, heardOnly: false, finding: makeFinding(`f${id}`, {taskId: id, durationMs: 60_000}),
	}));
	const taught = () => storeAfter(live, {type: 'scan-started'}, ...ids.flatMap(id => done(id)), ...said, {type: 'scan-finished'});
	t.is(stateAfter(taught(), 170), 'claimed');
	t.is(stateAfter(taught(), 190), 'slow');
});
