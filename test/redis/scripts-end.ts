import test from 'ava';
import {defaultTimings} from '../../source/protocol/timings.js';
import type {Connection} from '../../source/redis/connection.js';
import {Leases, recordFinding, type Answer} from '../../source/worker/lease-scripts.js';
import {twice} from './_everything.js';
import {anybody, bench} from './_leases.js';

function answer(taskId: string, findingId: string, costUsd = 0.5): Answer {
	return {
		taskId, findingId, json: `{"finding_id":"${findingId}"}`, costUsd,
	};
}

function surrender(taskId: string, findingId: string, error: string | null, more: {readonly costUsd?: number; readonly json?: string | null; readonly restMs?: number} = {}) {
	return {
		taskId, findingId, error, json: null, costUsd: 0, restMs: 5000, ...more,
	};
}

test('an answer is written with its cost and announced, once however often it is sent', async t => {
	const {connection, leases, write, look, messages} = await bench(t);
	await write('a', 'b');
	await connection.call('SET', 'cost:haiku', '1');
	await leases.claim(['a', 'b'], anybody);
	const replies = await twice(t, {look}, async () => leases.complete([answer('a', 'f1'), answer('b', 'f2', 0)]));
	t.deepEqual(replies, [['done', 'done'], ['done', 'done']]);
	t.deepEqual(await connection.call('MGET', 'task:a:result', 'task:b:result', 'finding:f1', 'cost:haiku'), ['f1', 'f2', '{"finding_id":"f1"}', '1.5']);
	t.deepEqual(await messages(), ['channel:findings f1', 'channel:completions a', 'channel:findings f2', 'channel:completions b']);
	t.deepEqual(await connection.call('ZRANGE', 'swarm:findings', 0, -1), ['f1', 'f2']);
	// Who hears late of a task that is done must not be able to claim it.
	t.is(await connection.call('SET', 'task:a:claimed', 'late', 'NX', 'EX', 300), null);
});

test('an answer is refused, but for its cost, when another has the task, has answered it, or nobody can tell', async t => {
	const {connection, leases, write, look, messages} = await bench(t);
	await write('taken', 'answered', 'odd', 'odder', 'mine');
	await connection.call('SET', 'task:taken:claimed', 'other', 'EX', 300);
	await connection.call('SET', 'task:answered:result', 'first');
	await connection.call('LPUSH', 'task:odd:result', 'x');
	await connection.call('LPUSH', 'task:odder:claimed', 'w');
	const replies = await twice(t, {look}, async () => leases.complete([answer('taken', 'f1'), answer('answered', 'f2'), answer('odd', 'f3'), answer('odder', 'f4'), answer('mine', 'f5')]));
	for (const reply of replies) {
		t.deepEqual(reply, ['refused', 'refused', 'refused', 'refused', 'done']);
	}

	t.is(await connection.call('GET', 'cost:haiku'), '2.5');
	t.deepEqual(await connection.call('KEYS', 'finding:*'), ['finding:f5']);
	t.is(await connection.call('GET', 'task:answered:result'), 'first');
	t.is(await connection.call('GET', 'task:answered:claimed'), null);
	t.is(await connection.call('GET', 'task:taken:claimed'), 'other');
	t.deepEqual(await messages(), ['channel:findings f5', 'channel:completions mine']);
});

test('an answer to a task whose claim ran out, and that nobody took, is accepted', async t => {
	const {connection, leases, write} = await bench(t);
	await write('a');
	t.deepEqual(await leases.complete([answer('a', 'f1')]), ['done']);
	t.is(await connection.call('GET', 'task:a:claimed'), 'w');
});

test('a sum that is no number stays as it is, and the answer is written all the same', async t => {
	const {connection, leases, write, look} = await bench(t);
	for (const [index, [command, ...args]] of [['SET', '$1'], ['SET', 'nan'], ['LPUSH', '1'], ['HSET', 'a', '1']].entries()) {
		await write(`t${index}`);
		await connection.call('DEL', 'cost:haiku');
		await connection.call(command!, 'cost:haiku', ...args);
		const [reply] = await twice(t, {look}, async () => leases.complete([answer(`t${index}`, `f${index}`)]));
		t.deepEqual(reply, ['uncounted']);
		t.is(await connection.call('GET', `task:t${index}:result`), `f${index}`);
	}

	t.is(await connection.call('HGET', 'cost:haiku', 'a'), '1');
	await connection.call('DEL', 'cost:haiku', 'swarm:findings');
	await connection.call('SET', 'swarm:findings', 'x');
	await write('last');
	t.deepEqual(await leases.complete([answer('last', 'f9', Number.NaN), answer('last', 'f9')]), ['uncounted', 'done']);
	t.is(await connection.call('EXISTS', 'cost:haiku'), 0);
});

test('costs add up without drifting', async t => {
	const {connection, leases} = await bench(t);
	for (let index = 0; index < 100; index++) {
		await leases.complete(Array.from({length: 20}, (_, at) => answer(`t${index}_${at}`, `f${index}_${at}`, 0.0011)));
	}

	t.is(Number(await connection.call('GET', 'cost:haiku')), 2.2);
});

test('a finding that answers nothing is written, announced and paid once, also when its cost was counted before', async t => {
	const {connection, leases, look, messages} = await bench(t);
	const [first] = await twice(t, {look}, async () => recordFinding(connection, answer('', 'f1')));
	t.true(first);
	await connection.call('SET', 'task:a:result', 'first');
	await leases.complete([answer('a', 'f2')]);
	await twice(t, {look}, async () => recordFinding(connection, answer('', 'f2')));
	t.is(await connection.call('GET', 'cost:haiku'), '1');
	t.deepEqual(await messages(), ['channel:findings f1', 'channel:findings f2']);
	await connection.call('SET', 'cost:haiku', '$1');
	t.false(await recordFinding(connection, answer('', 'f3')));
	t.is(await connection.call('EXISTS', 'finding:f3'), 1);
});

test('a failed attempt gives the task back to rest, longer each time, and sets it aside with its error after the third', async t => {
	const {connection, leases, write, look, messages} = await bench(t);
	await write('a');
	const rests: number[] = [];
	for (const attempt of [1, 2]) {
		await leases.claim(['a'], anybody);
		const replies = await twice(t, {look}, async () => leases.release(surrender('a', `f${attempt}`, `broke ${attempt}`, {json: '{}', costUsd: 0.25})));
		t.deepEqual(replies, ['resting', 'lost']);
		t.is(await connection.call('GET', 'swarm:backoff:a'), `broke ${attempt}`);
		rests.push(Number(await connection.call('PTTL', 'swarm:backoff:a')));
		t.is(await connection.call('EXISTS', 'task:a:claimed'), 0);
		t.deepEqual(await leases.claim(['a'], anybody), [{kind: 'over', why: 'backoff'}]);
		await connection.call('DEL', 'swarm:backoff:a');
	}

	t.true(rests[0]! > 3000 && rests[0]! <= 5000 && rests[1]! > 8000 && rests[1]! <= 10_000);
	await leases.claim(['a'], anybody);
	const replies = await twice(t, {look}, async () => leases.release(surrender('a', 'f3', 'broke "3"')));
	t.deepEqual(replies, ['set aside', 'lost']);
	t.like(JSON.parse(String(await connection.call('GET', 'swarm:failed:a'))), {error: 'broke "3"', attempts: 3, worker_id: 'w'});
	t.is(await connection.call('GET', 'cost:haiku'), '0.5');
	t.deepEqual(await messages(), ['channel:findings f1', 'channel:findings f2']);
});

test('an attempt that does not count is given back and announced at once', async t => {
	const {connection, leases, write, look, messages} = await bench(t);
	await write('a');
	await leases.claim(['a'], anybody);
	t.deepEqual(await twice(t, {look}, async () => leases.release(surrender('a', 'f', null))), ['announced', 'lost']);
	t.is(await connection.call('GET', 'swarm:attempts:a'), '0');
	t.deepEqual(await messages(), ['channel:tasks a']);
	t.like(await leases.claim(['a'], anybody), [{kind: 'claimed', attempt: 1}]);
});

test('a task that was cancelled meanwhile is given back to nobody', async t => {
	const {connection, leases, write, look, messages} = await bench(t);
	await write('a');
	await leases.claim(['a'], anybody);
	await connection.call('SET', 'swarm:cancelled:a', 'x');
	t.deepEqual(await twice(t, {look}, async () => leases.release(surrender('a', 'f', 'it broke'))), ['cancelled', 'lost']);
	t.is(await connection.call('EXISTS', 'task:a:claimed', 'swarm:failed:a', 'swarm:backoff:a'), 0);
	t.deepEqual(await messages(), []);
});

test('what is not ours any more, or answered, is not given back; what it cost is counted and told', async t => {
	const {connection, leases, write, look, messages} = await bench(t);
	await write('taken', 'answered', 'gone', 'odd');
	await connection.call('SET', 'task:taken:claimed', 'other', 'EX', 300);
	await connection.call('SET', 'task:answered:claimed', 'w', 'EX', 300);
	await connection.call('SET', 'task:answered:result', 'first');
	await connection.call('LPUSH', 'task:odd:claimed', 'w');
	for (const id of ['taken', 'answered', 'gone', 'odd']) {
		await connection.call('SET', `swarm:attempts:${id}`, '2');
		const replies = await twice(t, {look}, async () => leases.release(surrender(id, `f_${id}`, null, {json: '{}', costUsd: 0.25})));
		t.deepEqual(replies, ['lost', 'lost']);
		t.is(await connection.call('GET', `swarm:attempts:${id}`), '2');
	}

	t.is(await connection.call('GET', 'cost:haiku'), '1');
	t.is(await connection.call('GET', 'task:taken:claimed'), 'other');
	t.deepEqual(await messages(), ['taken', 'answered', 'gone', 'odd'].map(id => `channel:findings f_${id}`));
});

test('whatever lies under the keys of ours, giving back is done to its end', async t => {
	const {connection, leases, write} = await bench(t);
	for (const [index, value] of ['x', '1e999', 'nan', '-5', '1.5', '99999999999999999999'].entries()) {
		const id = `t${index}`;
		await write(id);
		await connection.call('DEL', 'swarm:budget');
		await leases.claim([id], anybody);
		await connection.call('SET', `swarm:attempts:${id}`, value);
		await connection.call('LPUSH', `swarm:spent-on:${id}`, 'x');
		await connection.call('SET', 'swarm:budget', 'x');
		const release = await leases.release(surrender(id, `f${index}`, 'it broke', {costUsd: 0.25}));
		t.true(release === 'resting' || release === 'set aside', `${value}`);
		t.is(await connection.call('EXISTS', `task:${id}:claimed`), 0);
		t.is(await connection.call('EXISTS', `swarm:backoff:${id}`, `swarm:failed:${id}`), 1, `${value}`);
	}

	t.is(await connection.call('GET', 'cost:haiku'), '1.5');
});

test('a claim is kept as long as it is ours or nobody\'s, and lost or cancelled otherwise', async t => {
	const {connection, leases, write, look} = await bench(t);
	const outcomes = {
		mine: 'kept', nobodys: 'kept', taken: 'lost', answered: 'lost', aside: 'lost', cancelled: 'cancelled', odd: 'lost',
	} as const;
	await write(...Object.keys(outcomes));
	await connection.call('SET', 'task:taken:claimed', 'other', 'EX', 300);
	for (const id of ['mine', 'answered', 'aside', 'cancelled']) {
		await connection.call('SET', `task:${id}:claimed`, 'w', 'EX', 5);
	}

	await connection.call('SET', 'task:answered:result', 'f');
	await connection.call('SET', 'swarm:failed:aside', 'x');
	await connection.call('SET', 'swarm:cancelled:cancelled', 'x');
	await connection.call('LPUSH', 'task:odd:claimed', 'w');
	const replies = await twice(t, {look}, async () => leases.renew(Object.keys(outcomes)));
	for (const reply of replies) {
		t.deepEqual(reply, Object.values(outcomes));
	}

	t.is(await connection.call('GET', 'task:nobodys:claimed'), 'w');
	t.true(Number(await connection.call('TTL', 'task:mine:claimed')) > 290);
	t.true(Number(await connection.call('TTL', 'task:answered:claimed')) <= 5);
	t.is(await connection.call('GET', 'task:taken:claimed'), 'other');
});

test('what is held in our name and not in our hands is given back, and counts as an attempt', async t => {
	const {connection, leases, others, write, messages} = await bench(t);
	const ids = Array.from({length: 1500}, (_, index) => `t${index}`);
	await write(...ids);
	await leases.claim(['t0', 't1', 't1499', 't3'], anybody);
	await others.claim(['t2'], anybody);
	await leases.complete([answer('t3', 'f3')]);
	await leases.releaseLeftovers(ids, id => id === 't1');
	t.deepEqual(await connection.call('MGET', 'task:t0:claimed', 'task:t1:claimed', 'task:t2:claimed', 'task:t1499:claimed', 'task:t3:claimed'), [null, 'w', 'other', null, 'w']);
	const announced = await messages();
	t.deepEqual(announced.filter(message => message.startsWith('channel:tasks')), ['channel:tasks t0', 'channel:tasks t1499']);
	t.like(await leases.claim(['t0'], anybody), [{kind: 'claimed', attempt: 2}]);
});

test('what comes into our hands while something else is given back is not taken out of them', async t => {
	const {connection, leases, write} = await bench(t);
	await write('a', 'b');
	await leases.claim(['a', 'b'], anybody);
	let isAGone = false;
	const slow: Connection = {
		...connection,
		async evaluate(...args) {
			const reply = await connection.evaluate(...args);
			isAGone = true;
			return reply;
		},
	};
	const holder = new Leases({connection: slow, workerId: 'w', timings: defaultTimings});
	await holder.releaseLeftovers(['a', 'b'], id => id === 'b' && isAGone);
	t.deepEqual(await connection.call('MGET', 'task:a:claimed', 'task:b:claimed'), [null, 'w']);
});
