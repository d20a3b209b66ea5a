import test from 'ava';
import type {WorkerState} from '../../source/store/snapshot.js';
import {Tasks} from '../../source/store/tasks.js';
import {Workers} from '../../source/store/workers.js';
import {
	makeBody, makeNote, noteAtTurn, startMs,
} from './_make.js';

const laterMs = startMs + 60_000;

function boardWith(...claims: ReadonlyArray<readonly [taskId: string, workerId: string]>): Tasks {
	const board = new Tasks();
	for (const [id, workerId] of claims) {
		board.apply({type: 'task', id, body: makeBody()}, startMs);
		board.apply({
			type: 'claim', id, workerId, expiresAtMs: startMs + 300_000,
		}, startMs);
	}

	return board;
}

function beat(roster: Workers, id: string): void {
	roster.beat(id, laterMs + 60_000);
}

function miss(roster: Workers, id: string, times = 1): void {
	for (let time = 0; time < times; time++) {
		roster.beat(id, null);
	}
}

function statesOf(roster: Workers, board: Tasks, nowMs = laterMs): Readonly<Record<string, WorkerState>> {
	roster.judge(board, nowMs);
	const {items, counts} = roster.rows(board);
	for (const [state, count] of Object.entries(counts)) {
		if (count !== items.filter(row => row.state === state).length) {
			throw new Error(`${count} are counted as ${state}`);
		}
	}

	return Object.fromEntries(items.map(({id, state}) => [id, state]));
}

test('each state follows from heartbeat and claims', t => {
	const roster = new Workers();
	const board = boardWith(['a', 'working'], ['b', 'lost'], ['c', 'unknown']);
	for (const id of ['working', 'idle', 'quiet', 'lost', 'unknown']) {
		beat(roster, id);
	}

	miss(roster, 'quiet', 9);
	miss(roster, 'lost', 2);
	miss(roster, 'unknown', 1);
	t.deepEqual(statesOf(roster, board), {
		working: 'working', idle: 'idle', quiet: 'quiet', lost: 'lost', unknown: 'unknown',
	});
	t.true(roster.isLost('lost'));
	t.false(roster.isLost('unknown'));
});

test('a worker is lost only when it was missed twice in a row', t => {
	const roster = new Workers();
	const board = boardWith(['a', 'w']);
	beat(roster, 'other');
	beat(roster, 'w');
	miss(roster, 'w');
	t.is(statesOf(roster, board).w, 'unknown');
	beat(roster, 'w');
	miss(roster, 'w');
	t.is(statesOf(roster, board).w, 'unknown');
	miss(roster, 'w');
	t.is(statesOf(roster, board).w, 'lost');
	beat(roster, 'w');
	t.is(statesOf(roster, board).w, 'working');
});

test('a worker that claims before its first beat has a moment to beat', t => {
	const roster = new Workers();
	const board = boardWith(['a', 'w']);
	beat(roster, 'other');
	statesOf(roster, board);
	miss(roster, 'w', 3);
	t.is(statesOf(roster, board, startMs + 5000).w, 'unknown');
	t.is(statesOf(roster, board, startMs + 5001).w, 'lost');
});

test('a lost worker that holds nothing any more is quiet', t => {
	const roster = new Workers();
	const board = boardWith(['a', 'w']);
	beat(roster, 'other');
	beat(roster, 'w');
	miss(roster, 'w', 2);
	t.is(statesOf(roster, board).w, 'lost');
	board.apply({type: 'result', id: 'a', findingId: 'f'}, laterMs);
	t.is(statesOf(roster, board).w, 'quiet');
});

test('when all fall silent at once nobody is lost, until it is sure', t => {
	const roster = new Workers();
	const board = boardWith(['a', 'w1'], ['b', 'w2']);
	for (const id of ['w1', 'w2']) {
		beat(roster, id);
		miss(roster, id, 5);
	}

	t.deepEqual(statesOf(roster, board), {w1: 'unknown', w2: 'unknown'});
	t.true(roster.allSilent);
	miss(roster, 'w1');
	t.deepEqual(statesOf(roster, board), {w1: 'unknown', w2: 'unknown'});
	miss(roster, 'w2');
	t.deepEqual(statesOf(roster, board), {w1: 'lost', w2: 'lost'});
	t.false(roster.allSilent);
});

test('one silent worker alone, or beside one that beats, is lost at once', t => {
	const alone = new Workers();
	beat(alone, 'w');
	miss(alone, 'w', 2);
	t.deepEqual(statesOf(alone, boardWith(['a', 'w'])), {w: 'lost'});
	t.false(alone.allSilent);

	const beside = new Workers();
	beat(beside, 'alive');
	for (const id of ['w1', 'w2']) {
		beat(beside, id);
		miss(beside, id, 2);
	}

	t.like(statesOf(beside, boardWith(['a', 'w1'], ['b', 'w2'])), {w1: 'lost', w2: 'lost', alive: 'idle'});
});

test('somebody who was never seen makes no row by being missed', t => {
	const roster = new Workers();
	roster.beat('ghost', null);
	roster.describe('ghost', null);
	t.deepEqual(roster.rows(new Tasks()).items, []);
});

test('a row adds up what the worker did', t => {
	const roster = new Workers();
	const note = makeNote();
	t.true(roster.describe('w', note));
	roster.worked('w', 5);
	roster.worked('w', 3);
	roster.credit('w', 2, 700, 1_500_000);
	roster.credit('w', -1, -300, -500_000);
	t.like(roster.rows(new Tasks()).items[0], {
		lastWorkAtMs: 5, findings: 1, tokens: 400, costUsd: 0.001, note, tasks: [],
	});
	t.false(roster.describe('w', makeNote()));
	t.true(roster.describe('w', noteAtTurn('a', 1)));
	t.true(roster.describe('w', null));
	t.is(roster.rows(new Tasks()).items[0]?.note, null);
});

test('those that need attention come first, then by name', t => {
	const roster = new Workers();
	const board = boardWith(['a', 'z lost'], ['b', 'y unknown'], ['c', 'x working']);
	for (const id of ['b quiet', 'a quiet', 'd idle', 'c idle', 'x working', 'y unknown', 'z lost']) {
		beat(roster, id);
	}

	miss(roster, 'a quiet');
	miss(roster, 'b quiet');
	miss(roster, 'y unknown');
	miss(roster, 'z lost', 2);
	t.deepEqual(Object.keys(statesOf(roster, board)), ['z lost', 'y unknown', 'x working', 'c idle', 'd idle', 'a quiet', 'b quiet']);
});

test('beyond ten thousand, workers are not listed', t => {
	const roster = new Workers();
	for (let number = 0; number < 10_002; number++) {
		beat(roster, `w${number}`);
	}

	t.is(roster.rows(new Tasks()).items.length, 10_000);
});
