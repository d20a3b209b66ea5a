import test from 'ava';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import type {TaskState} from '../../source/store/snapshot.js';
import {Tasks} from '../../source/store/tasks.js';
import type {TaskEvent} from '../../source/store/task-state.js';
import {makeBody, startMs} from './_make.js';

const error = new UntrustedText('boom');
const nobodyIsLost = () => false;
const ttlMs = 300_000;

const task = (id: string): TaskEvent => ({type: 'task', id, body: makeBody()});
const claim = (id: string, workerId: string | null, expiresAtMs: number | null = startMs + ttlMs): TaskEvent => ({
	type: 'claim', id, workerId, expiresAtMs,
});
const result = (id: string, findingId: string | null): TaskEvent => ({type: 'result', id, findingId});
const failed = (id: string, isFailed: boolean): TaskEvent => ({type: 'failed', id, error: isFailed ? error : null});
const cancelled = (id: string, isCancelled: boolean): TaskEvent => ({type: 'cancelled', id, cancelled: isCancelled});

function boardOf(...events: readonly TaskEvent[]): Tasks {
	const board = new Tasks();
	board.isLive = true;
	for (const event of events) {
		board.apply(event, startMs);
	}

	return board;
}

function stateOf(board: Tasks, nowMs = startMs, isLost: (workerId: string) => boolean = nobodyIsLost): TaskState | undefined {
	const {items, counts} = board.rows(nowMs, isLost);
	for (const [state, count] of Object.entries(counts)) {
		if (count !== items.filter(row => row.state === state).length) {
			throw new Error(`${count} are counted as ${state}`);
		}
	}

	return items.find(({id}) => id === 'a')?.state;
}

test('every state follows from its facts', t => {
	const cases: ReadonlyArray<readonly [state: TaskState, events: readonly TaskEvent[]]> = [
		['announced', [task('a')]],
		['announced', [{type: 'announced', id: 'a'}]],
		['announced', [task('a'), claim('a', 'w'), claim('a', null)]],
		['claimed', [task('a'), claim('a', 'w')]],
		['claimed', [claim('a', 'w')]],
		['failed', [task('a'), failed('a', true)]],
		['failed', [task('a'), claim('a', 'w'), failed('a', true)]],
		['cancelled', [task('a'), cancelled('a', true)]],
		['cancelled', [task('a'), failed('a', true), cancelled('a', true)]],
		['done', [task('a'), result('a', 'f')]],
		['done', [task('a'), claim('a', 'w'), result('a', 'f'), cancelled('a', true), failed('a', true)]],
		['done', [result('a', 'f'), claim('a', 'w')]],
		['announced', [task('a'), failed('a', true), failed('a', false), cancelled('a', true), cancelled('a', false), result('a', 'f'), result('a', null)]],
		['claimed', [task('a'), claim('a', 'w'), result('a', 'f'), result('a', null)]],
	];
	for (const [state, events] of cases) {
		t.is(stateOf(boardOf(...events)), state, `${JSON.stringify(events)}`);
	}
});

test('a claim of a lost worker is orphaned, and only as long as it is lost', t => {
	const board = boardOf(task('a'), claim('a', 'w'), task('b'), claim('b', 'other'));
	t.is(stateOf(board), 'claimed');
	t.is(stateOf(board, startMs, id => id === 'w'), 'orphaned');
	t.is(board.rows(startMs, id => id === 'w').counts.claimed, 1);
	t.is(stateOf(board), 'claimed');
	board.apply(result('a', 'f'), startMs);
	t.is(stateOf(board, startMs, () => true), 'done');
});

test('a claim is slow when it is held far longer than its like', t => {
	const board = boardOf(task('a'), claim('a', 'w'));
	for (let number = 0; number < 5; number++) {
		const id = `like ${number}`;
		board.apply(claim(id, 'w'), startMs);
		t.is(stateOf(board, startMs + 1e9), 'claimed');
		board.apply(result(id, 'f'), startMs + 20_000);
	}

	t.is(stateOf(board, startMs + 60_000), 'claimed');
	t.is(stateOf(board, startMs + 60_001), 'slow');
	t.is(stateOf(board, startMs + 60_001, () => true), 'orphaned');
	board.apply(claim('a', 'w2', startMs + 60_000 + ttlMs), startMs + 60_000);
	t.is(stateOf(board, startMs + 60_001), 'claimed');
});

test('a claim began when its time did, or when it was first seen if it has none', t => {
	const claimedAtMs = (expiresAtMs: number | null) => boardOf(claim('a', 'w', expiresAtMs)).rows(startMs, nobodyIsLost).items[0]?.claimedAtMs;
	t.is(claimedAtMs(startMs + ttlMs), startMs);
	t.is(claimedAtMs(startMs + 100_000), startMs - 200_000);
	t.is(claimedAtMs(startMs + (2 * ttlMs)), startMs);
	t.is(claimedAtMs(null), startMs);
});

test('a claim that is renewed by its holder goes on, one that passes to another begins anew', t => {
	const board = boardOf(task('a'), claim('a', 'w'));
	t.false(board.apply(claim('a', 'w', startMs + 9000 + ttlMs), startMs + 9000));
	t.like(board.rows(startMs, nobodyIsLost).items[0], {claimedAtMs: startMs, claimExpiresAtMs: startMs + 9000 + ttlMs, attempts: 1});
	t.true(board.apply(claim('a', 'w2', startMs + 9000 + ttlMs), startMs + 9000));
	t.like(board.rows(startMs, nobodyIsLost).items[0], {claimedAtMs: startMs + 9000, workerId: 'w2', attempts: 2});
	t.deepEqual(board.tasksOf('w'), []);
	t.deepEqual(board.tasksOf('w2'), ['a']);
});

test('who holds what follows the claims, and ends with the result', t => {
	const board = boardOf(task('a'), task('b'), claim('a', 'w'), claim('b', 'w'));
	t.deepEqual(board.tasksOf('w'), ['a', 'b']);
	t.deepEqual([...board.holders()], ['w']);
	t.true(board.heldBefore('w', startMs + 1));
	t.false(board.heldBefore('w', startMs));
	t.false(board.heldBefore('nobody', startMs + 1));
	board.apply(result('a', 'f'), startMs);
	t.deepEqual(board.tasksOf('w'), ['b']);
	board.apply(claim('b', null), startMs);
	t.deepEqual([...board.holders()], []);
	board.apply(result('a', null), startMs);
	t.deepEqual(board.tasksOf('w'), ['a']);
});

test('what is told twice is no news', t => {
	const board = new Tasks();
	for (const [event, isNews] of [
		[task('a'), true],
		[claim('a', 'w'), true],
		[result('a', 'f'), true],
		[failed('a', true), true],
		[cancelled('a', true), true],
		[claim('a', null), false],
		[result('a', null), false],
		[failed('a', false), false],
		[cancelled('a', false), false],
	] as const) {
		t.is(board.apply(event, startMs), isNews, `${JSON.stringify(event)}`);
		t.false(board.apply(event, startMs));
	}

	t.is(board.rows(startMs, nobodyIsLost).items.length, 1);
});

test('a key that is not there makes no task', t => {
	const attempts = [null, 3].map((count): TaskEvent => ({type: 'attempts', id: 'a', attempts: count}));
	const board = boardOf({type: 'task', id: 'a', body: null}, claim('a', null), result('a', null), failed('a', false), cancelled('a', false), ...attempts);
	t.deepEqual(board.rows(startMs, nobodyIsLost).items, []);
});

test('a row says what is known', t => {
	const board = boardOf(task('a'), {type: 'attempts', id: 'a', attempts: 3}, failed('a', true), {type: 'announced', id: 'b'});
	const [a, b] = board.rows(startMs, nobodyIsLost).items;
	t.like(a, {
		id: 'a', malformed: null, attempts: 3, error, sinceMs: startMs,
	});
	t.is(a?.description.toJSON(), 'do it');
	t.like(b, {
		id: 'b', malformed: 'announced, but there is no task under this id', attempts: 0, sinceMs: startMs,
	});
});

test('a task that is deleted is gone, and the others stay the same rows', t => {
	const board = boardOf({type: 'announced', id: 'a'}, task('a'), task('b'), task('c'), claim('c', 'w'));
	const {items: before} = board.rows(startMs, nobodyIsLost);
	board.apply({type: 'task', id: 'a', body: null}, startMs);
	board.apply(task('d'), startMs);
	const {items, counts} = board.rows(startMs, nobodyIsLost);
	t.deepEqual(items.map(({id}) => id), ['b', 'c', 'd']);
	t.is(items[0], before[1]);
	t.is(items[1], before[2]);
	t.like(counts, {announced: 2, claimed: 1});
	board.apply(claim('b', 'w'), startMs);
	t.deepEqual(board.rows(startMs, nobodyIsLost).items.map(({id, state}) => `${id} ${state}`), ['b claimed', 'c claimed', 'd announced']);
	t.deepEqual(before.map(({id}) => id), ['a', 'b', 'c']);
});

test('a task whose body is deleted is there as long as something else of it is', t => {
	const board = boardOf(task('a'), claim('a', 'w'), {type: 'task', id: 'a', body: null});
	t.is(stateOf(board), 'claimed');
	board.apply(claim('a', null), startMs);
	t.is(stateOf(board), undefined);
});

test('a snapshot that was given away does not change any more', t => {
	const board = boardOf(task('a'));
	const {items, counts} = board.rows(startMs, nobodyIsLost);
	const told = structuredClone({counts, ids: items.map(({id}) => id)});
	for (const event of [task('b'), result('a', 'f')]) {
		board.apply(event, startMs);
	}

	t.deepEqual({counts, ids: items.map(({id}) => id)}, told);
	board.rows(startMs, nobodyIsLost);
	t.deepEqual({counts, ids: items.map(({id}) => id)}, told);
});

test('of a hundred thousand tasks, only the rows of those that changed are new', t => {
	const board = new Tasks();
	const count = 100_000;
	for (let number = 0; number < count; number++) {
		board.apply(task(`task_${number}`), startMs);
	}

	const before = board.rows(startMs, nobodyIsLost);
	t.is(before.counts.announced, count);
	t.is(board.rows(startMs, nobodyIsLost).items, before.items);
	for (let number = 0; number < count; number += 1000) {
		board.apply(number % 2000 === 0 ? claim(`task_${number}`, 'w') : result(`task_${number}`, 'f'), startMs);
	}

	const after = board.rows(startMs, nobodyIsLost);
	t.is(after.items.filter((row, index) => row !== before.items[index]).length, 100);
	t.like(after.counts, {announced: count - 100, claimed: 50, done: 50});
	t.is(after.items.length, count);
});

test('beyond two hundred thousand, tasks are counted but not listed', t => {
	const board = new Tasks();
	for (let number = 0; number < 200_003; number++) {
		const id = `task_${number}`;
		board.apply({type: 'announced', id}, startMs);
		board.apply(task(id), startMs);
	}

	t.is(board.unlisted, 3);
	t.is(board.rows(startMs, nobodyIsLost).items.length, 200_000);
	board.beginScan();
	board.apply(task('task_200001'), startMs);
	t.is(board.unlisted, 1);
});
