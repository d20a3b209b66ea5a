import {setImmediate} from 'node:timers/promises';
import test from 'ava';
import type {Connection, LinkState} from '../../source/redis/connection.js';
import {batchCalls} from '../../source/worker/batch-calls.js';
import {ClaimGate} from '../../source/worker/claim-gate.js';
import {TaskQueue} from '../../source/worker/task-queue.js';
import {retryUntilDone} from '../../source/worker/retry-until-done.js';
import {Throttle} from '../../source/worker/throttle.js';
import {suppressRepeats} from '../../source/swarm/suppress-repeats.js';
import {server} from './_server.js';

test('a gate opens when it is neither paused nor blocked, and says so each time', async t => {
	let opened = 0;
	let wake: () => void = () => undefined;
	const gate = new ClaimGate(() => {
		opened++;
		wake();
	});
	t.true(gate.isOpen);
	gate.isPaused = true;
	t.deepEqual([gate.isOpen, gate.isPaused, gate.reason], [false, true, null]);
	gate.block('why', 1e6);
	gate.resume();
	t.deepEqual([gate.isOpen, gate.isPaused, gate.reason, opened], [true, false, null, 1]);
	gate.block('long', 1e6);
	gate.block('short', 1);
	t.is(gate.reason, 'long');
	gate.block('longer', 2e6);
	t.is(gate.reason, 'longer');
	gate.resume();
	const open = new Promise<void>(resolve => {
		wake = resolve;
	});
	gate.block('short', 5);
	t.false(gate.isOpen);
	await open;
	t.deepEqual([gate.isOpen, opened], [true, 3]);

	// A block that ends while somebody has paused it opens nothing.
	gate.block('short', 1);
	gate.isPaused = true;
	while (gate.reason !== null) {
		await setImmediate();
	}

	t.deepEqual([gate.isOpen, opened], [false, 3]);
	gate.block('for ever', (2 ** 31) - 1);
	gate.close();
});

test('what is asked for many times is done at once, and once more when its time has come', async t => {
	let done = 0;
	let began = 0;
	let running = 0;
	let release: () => void = () => undefined;
	const throttle = new Throttle(async () => {
		began++;
		t.is(++running, 1);
		await new Promise<void>(resolve => {
			release = resolve;
		});
		running--;
		done++;
	}, 20);
	throttle.ask();
	throttle.ask();
	throttle.ask();
	release();
	// What counts up is called while this waits.
	// eslint-disable-next-line no-unmodified-loop-condition
	while (began < 2) {
		await setImmediate();
	}

	t.is(done, 1);
	throttle.ask();
	let isClosed = false;
	const closed = throttle.close().then(() => {
		isClosed = true;
	});
	await setImmediate();
	t.false(isClosed);
	release();
	await closed;
	throttle.ask();
	await throttle.close();
	t.is(done, 2);
});

test('many callers share calls of at most so many, and a failure reaches those whose call it was', async t => {
	const calls: Array<readonly number[]> = [];
	const double = batchCalls<number, number>(async inputs => {
		calls.push(inputs);
		await setImmediate();
		if (inputs.includes(13)) {
			throw new Error('unlucky');
		}

		return inputs.map(input => 2 * input);
	}, 3);
	t.deepEqual(await Promise.all([1, 2, 3, 4].map(async input => double(input))), [2, 4, 6, 8]);
	t.deepEqual(calls, [[1, 2, 3], [4]]);
	const first = double(5);
	const second = double(6);
	const settled = await Promise.allSettled([first, second, double(7), double(13), double(8)]);
	t.deepEqual(settled.map(({status}) => status), ['fulfilled', 'fulfilled', 'fulfilled', 'rejected', 'rejected']);
	t.is(await double(9), 18);
});

test('what is in hand or no id is not taken in, and more than it can keep is remembered as something to look for', t => {
	const intake = new TaskQueue(id => id === 'in hand');
	for (const id of ['a', 'in hand', '', 'b', 'a', 'x'.repeat(513), 'c']) {
		intake.add(id);
	}

	t.deepEqual([intake.size, intake.take(2), intake.take(0), intake.take(9), intake.size], [3, ['a', 'b'], [], ['c'], 0]);
	for (let index = 0; index < 10_000; index++) {
		intake.add(String(index));
	}

	intake.add('0');
	t.false(intake.isBehind);
	intake.add('one more');
	t.deepEqual([intake.isBehind, intake.size], [true, 10_000]);
	intake.clear();
	t.deepEqual([intake.isBehind, intake.size], [false, 0]);
});

/** A connection whose link changes when the test says so. */
function link(): {readonly connection: Connection; readonly change: (state: LinkState) => void; readonly listeners: number} {
	const listeners = new Set<(state: LinkState) => void>();
	const connection = {
		onLink(listener: (state: LinkState) => void) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	} as unknown as Connection;
	return {
		connection,
		change(state) {
			for (const listener of listeners) {
				listener(state);
			}
		},
		get listeners() {
			return listeners.size;
		},
	};
}

test('what must happen is tried again when the link is back, or after a while, until it does or nobody wants it any more', async t => {
	const never = new AbortController().signal;
	const errors: string[] = [];
	const onError = ({message}: Error) => {
		errors.push(message);
	};

	const mended = link();
	let tries = 0;
	const startMs = performance.now();
	const act = async () => {
		if (++tries < 4) {
			throw new Error(`no ${tries}`);
		}

		return 'yes';
	};

	const done = retryUntilDone(mended.connection, act, {signal: never, onError});
	// What counts up is called while this waits.
	// eslint-disable-next-line no-unmodified-loop-condition
	while (tries < 4) {
		mended.change({kind: 'up'});
		await setImmediate();
	}

	t.is(await done, 'yes');
	t.true(performance.now() - startMs < 1000);
	t.is(mended.listeners, 0);
	t.deepEqual(errors, ['no 1', 'no 2', 'no 3']);

	// A refusal changes no link: it is tried again all the same.
	tries = 3;
	const {connection} = await server(t);
	t.is(await retryUntilDone(connection, act, {signal: never, onError}), 'yes');
	tries = 2;
	t.is(await retryUntilDone(connection, act, {signal: never, onError}), 'yes');

	tries = -1e6;
	const stop = new AbortController();
	const stopped = retryUntilDone(mended.connection, act, {signal: stop.signal, onError});
	await setImmediate();
	stop.abort(new Error('enough'));
	await t.throwsAsync(stopped, {message: 'enough'});
	t.is(mended.listeners, 0);
});

test('the same is told once in a while, something else at once', t => {
	const told: string[] = [];
	const tell = suppressRepeats(text => {
		told.push(text);
	}, 1e6);
	for (const text of ['a', 'a', 'b', 'b', 'a']) {
		tell(text);
	}

	t.deepEqual(told, ['a', 'b', 'a']);
	const again = suppressRepeats(text => {
		told.push(text);
	}, -1);
	again('c');
	again('c');
	t.deepEqual(told.slice(3), ['c', 'c']);
});
