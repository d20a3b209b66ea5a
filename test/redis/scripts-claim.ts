import test from 'ava';
import {testWithRealServer} from '../_helpers/real-server.js';
import {twice} from './_everything.js';
import {anybody, bench} from './_leases.js';

const claimed = {kind: 'claimed', attempt: 1, limitUsd: null} as const;

test('a task that is open is claimed for the time of the protocol, once, and confirmed when it is claimed again', async t => {
	const {connection, write, leases, look} = await bench(t);
	await write('a', 'b');
	const replies = await twice(t, {look}, async () => leases.claim(['a', 'b'], anybody));
	for (const reply of replies) {
		t.deepEqual(reply, [{...claimed, body: 'body of a'}, {...claimed, body: 'body of b'}]);
	}

	// From now on, who falls silent is gone.
	t.deepEqual(await connection.call('MGET', 'task:a:claimed', 'task:b:claimed', 'swarm:attempts:a', 'swarm:attempts:b', 'swarm:beats:w'), ['w', 'w', '1', '1', '1']);
	await connection.call('EXPIRE', 'task:a:claimed', 5);
	await leases.claim(['a'], anybody);
	const ttlSeconds = Number(await connection.call('TTL', 'task:a:claimed'));
	t.true(ttlSeconds > 290 && ttlSeconds <= 300);
});

test('what is over, held, resting or nothing is refused with its reason, and left as it is; the rest of the same call is claimed', async t => {
	const {connection, write, leases, look} = await bench(t);
	const reasons = {
		done: 'done', cancelled: 'cancelled', failed: 'failed', rests: 'backoff', held: 'held', oddlyHeld: 'held', doneOddly: 'done',
	} as const;
	await write(...Object.keys(reasons), 'first', 'last');
	await connection.call('SET', 'task:done:result', 'f');
	await connection.call('SET', 'swarm:cancelled:cancelled', 'x');
	await connection.call('LPUSH', 'swarm:failed:failed', 'x');
	await connection.call('SET', 'swarm:backoff:rests', 'x');
	await connection.call('SET', 'task:held:claimed', 'other', 'EX', 300);
	await connection.call('LPUSH', 'task:oddlyHeld:claimed', 'w');
	await connection.call('LPUSH', 'task:doneOddly:result', 'f');
	await connection.call('HSET', 'task:hash', 'description', 'x');
	const ids = ['first', ...Object.keys(reasons), 'absent', 'hash', 'last'];
	const before = await look();
	const [claims] = await twice(t, {look}, async () => leases.claim(ids, anybody));
	t.deepEqual(claims, [
		{...claimed, body: 'body of first'},
		...Object.values(reasons).map(why => ({kind: 'over', why} as const)),
		{kind: 'over', why: 'no body'},
		{kind: 'over', why: 'no body'},
		{...claimed, body: 'body of last'},
	]);
	const after = await look();
	t.deepEqual(after.keys.filter(key => !/"(?:(?:task|swarm:attempts):(?:first|last)(?::claimed)?|swarm:beats:w)"/u.test(key)), before.keys.filter(key => !/"task:(?:first|last)"/u.test(key)));
	t.deepEqual(after.messages, []);
});

test('ids of any shape are claimed', async t => {
	const {claim, write} = await bench(t);
	for (const id of ['a b', 'a:b', 'it\'s "x"', 'straße/日本', 'x'.repeat(500), '{a}', '*', '__proto__']) {
		await write(id);
		t.like(await claim(id), {kind: 'claimed', body: `body of ${id}`});
	}
});

test('after three claims without an end a task is set aside, whoever claimed it', async t => {
	const {connection, claim, others, write} = await bench(t);
	await write('a');
	for (const attempt of [1, 2, 3]) {
		const [taken] = attempt === 2 ? await others.claim(['a'], anybody) : [await claim('a')];
		t.like(taken, {kind: 'claimed', attempt});
		await connection.call('DEL', 'task:a:claimed');
	}

	t.deepEqual(await claim('a'), {kind: 'over', why: 'failed'});
	t.deepEqual(JSON.parse(String(await connection.call('GET', 'swarm:failed:a'))), {error: 'tried 3 times, never finished', attempts: 3});
	t.is(await connection.call('GET', 'swarm:attempts:a'), '3');
	t.is(await connection.call('EXISTS', 'task:a:claimed'), 0);
	t.deepEqual(await claim('a'), {kind: 'over', why: 'failed'});
});

test('a counter of attempts that holds no number counts from one again, and never lets a task be tried for ever', async t => {
	const {connection, claim, write} = await bench(t);
	for (const [id, value] of [['x', 'x'], ['float', '1.5'], ['infinite', '1e999'], ['nan', 'nan'], ['largest', '9223372036854775807'], ['empty', ''], ['negative', '-1000']] as const) {
		await write(id);
		await connection.call('SET', `swarm:attempts:${id}`, value);
		t.like(await claim(id), {kind: 'claimed', attempt: 1}, `${id} first`);
		await connection.call('DEL', `task:${id}:claimed`);
		t.like(await claim(id), {kind: 'claimed', attempt: 2}, `${id} second`);
	}

	await write('list');
	await connection.call('LPUSH', 'swarm:attempts:list', 'x');
	t.like(await claim('list'), {kind: 'claimed', attempt: 1});
	// What is held already is confirmed, whatever its counter says by then.
	await connection.call('SET', 'swarm:attempts:list', 'x');
	t.like(await claim('list'), {kind: 'claimed', attempt: 1});
});

testWithRealServer('a worker that may not read what the script needs claims nothing', async t => {
	const {connection, claim, write} = await bench(t);
	await write('a');
	await connection.call('ACL', 'SETUSER', 'default', 'resetkeys', '~task:*', '~cost:*', '~swarm:attempts:*');
	await t.throwsAsync(claim('a'));
	await connection.call('ACL', 'SETUSER', 'default', 'allkeys');
	t.is(await connection.call('EXISTS', 'task:a:claimed', 'swarm:attempts:a'), 0);
});
