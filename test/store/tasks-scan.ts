import test from 'ava';
import fc from 'fast-check';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import type {TaskRow, TaskState} from '../../source/store/snapshot.js';
import {Tasks} from '../../source/store/tasks.js';
import type {TaskEvent} from '../../source/store/task-state.js';
import {makeBody, startMs} from './_make.js';

const body = makeBody();
const error = new UntrustedText('boom');
const nobodyIsLost = () => false;

/** What is in Redis, as far as it is about one task. */
type Truth = Readonly<Partial<{task: true; claim: string; result: string; attempts: number; failed: true; cancelled: true}>>;

const parts = ['task', 'claim', 'result', 'attempts', 'failed', 'cancelled'] as const;

function eventOf(id: string, truth: Truth, part: (typeof parts)[number]): TaskEvent {
	switch (part) {
		case 'task': {
			return {type: 'task', id, body: truth.task ? body : null};
		}

		case 'claim': {
			return {
				type: 'claim', id, workerId: truth.claim ?? null, expiresAtMs: truth.claim === undefined ? null : startMs + 300_000,
			};
		}

		case 'result': {
			return {type: 'result', id, findingId: truth.result ?? null};
		}

		case 'attempts': {
			return {type: 'attempts', id, attempts: truth.attempts ?? null};
		}

		case 'failed': {
			return {type: 'failed', id, error: truth.failed ? error : null};
		}

		case 'cancelled': {
			return {type: 'cancelled', id, cancelled: truth.cancelled ?? false};
		}
	}
}

function stateOf({claim, result, failed, cancelled}: Truth): TaskState {
	if (result !== undefined) {
		return 'done';
	}

	if (cancelled) {
		return 'cancelled';
	}

	if (failed) {
		return 'failed';
	}

	return claim === undefined ? 'announced' : 'claimed';
}

function shown({id, state, workerId, findingId, error: why, malformed, attempts}: TaskRow) {
	return {
		id, state, workerId, findingId, isSetAside: why !== null, hasBody: malformed === null, attempts,
	};
}

const truths: fc.Arbitrary<Truth> = fc.record({
	task: fc.constant(true as const),
	claim: fc.constantFrom('w1', 'w2'),
	result: fc.constantFrom('f1', 'f2'),
	failed: fc.constant(true as const),
	cancelled: fc.constant(true as const),
}, {requiredKeys: []});
const ids = fc.constantFrom('a', 'b', 'c', '__proto__', 'd:e');
const steps = fc.array(fc.oneof(
	fc.record({
		type: fc.constant('write' as const), id: ids, truth: truths, isHeard: fc.boolean(), order: fc.shuffledSubarray([...parts], {minLength: parts.length}),
	}),
	fc.record({type: fc.constant('message' as const), id: ids, is: fc.constantFrom('announced' as const, 'completed' as const)}),
	fc.record({type: fc.constant('broken-scan' as const), first: fc.nat({max: 5})}),
	fc.record({type: fc.constant('draw' as const)}),
), {maxLength: 30});

test('whatever was missed, when a scan has ended the board shows what is there, and nothing else', t => {
	fc.assert(fc.property(steps, fc.shuffledSubarray(['a', 'b', 'c', '__proto__', 'd:e'], {minLength: 5}), (all, order) => {
		const board = new Tasks();
		const truth = new Map<string, Truth>();
		const tellAll = (id: string) => {
			for (const part of parts) {
				if (truth.get(id)?.[part] !== undefined) {
					board.apply(eventOf(id, truth.get(id) ?? {}, part), startMs);
				}
			}
		};

		for (const step of all) {
			switch (step.type) {
				case 'write': {
					truth.set(step.id, step.truth);
					for (const part of step.isHeard ? step.order : []) {
						board.apply(eventOf(step.id, step.truth, part), startMs);
					}

					break;
				}

				case 'message': {
					board.apply({type: step.is, id: step.id}, startMs);
					break;
				}

				case 'broken-scan': {
					board.beginScan();
					for (const id of order.slice(0, step.first)) {
						tellAll(id);
					}

					break;
				}

				case 'draw': {
					board.rows(startMs, nobodyIsLost);
					break;
				}
			}
		}

		board.beginScan();
		for (const id of order) {
			tellAll(id);
		}

		board.endScan(startMs);
		const {items, counts} = board.rows(startMs, nobodyIsLost);
		const expected = [...truth].filter(([, {task, claim, result, failed, cancelled}]) => task ?? claim ?? result ?? failed ?? cancelled).map(([id, one]) => ({
			id, state: stateOf(one), workerId: one.claim ?? null, findingId: one.result ?? null, isSetAside: one.failed ?? false, hasBody: one.task ?? false,
		}));
		const byId = (a: {readonly id: string}, b: {readonly id: string}) => a.id < b.id ? -1 : 1;
		t.deepEqual(items.map(row => {
			const {attempts: _, ...rest} = shown(row);
			return rest;
		}).toSorted(byId), expected.toSorted(byId));
		for (const [state, count] of Object.entries(counts)) {
			t.is(count, expected.filter(one => one.state === state).length);
		}

		for (const workerId of ['w1', 'w2']) {
			const held = [...truth].filter(([, one]) => one.claim === workerId && one.result === undefined).map(([id]) => id);
			t.deepEqual([...board.tasksOf(workerId)].toSorted(), held.toSorted());
		}
	}), {numRuns: 1000});
});

test('a scan that finds the same again changes no row', t => {
	const board = new Tasks();
	const tell = () => {
		for (let number = 0; number < 10; number++) {
			for (const part of parts) {
				board.apply(eventOf(`task_${number}`, {task: true, claim: 'w', attempts: 2}, part), startMs);
			}
		}
	};

	tell();
	const before = board.rows(startMs, nobodyIsLost).items.map(row => shown(row));
	board.beginScan();
	tell();
	board.endScan(startMs);
	t.deepEqual(board.rows(startMs, nobodyIsLost).items.map(row => shown(row)), before);
	t.is(before[0]?.attempts, 2);
});

test('what is told live during a scan counts as seen by it', t => {
	const board = new Tasks();
	board.beginScan();
	board.apply({type: 'task', id: 'new', body}, startMs);
	board.apply({type: 'announced', id: 'heard'}, startMs);
	board.endScan(startMs);
	t.deepEqual(board.rows(startMs, nobodyIsLost).items.map(({id}) => id), ['new', 'heard']);
	board.beginScan();
	board.endScan(startMs);
	t.deepEqual(board.rows(startMs, nobodyIsLost).items, []);
});
