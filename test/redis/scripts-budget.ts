import test, {type ExecutionContext} from 'ava';
import {twice} from './_everything.js';
import {bench, type Bench} from './_leases.js';

const unreadable = {kind: 'budget', refusal: {code: 'budget_unreadable'}};

async function caps({connection}: Bench, fields: Readonly<Record<string, string>>): Promise<void> {
	await connection.call('DEL', 'swarm:budget');
	await connection.call('HSET', 'swarm:budget', ...Object.entries(fields).flat());
}

/** What was refused is not held, and the attempt was not counted. */
async function untouched(t: ExecutionContext, {connection}: Bench, taskId: string): Promise<void> {
	t.is(await connection.call('EXISTS', `task:${taskId}:claimed`, `swarm:attempts:${taskId}`), 0);
}

test('at the cap nothing is claimed, just below it everything, and with a higher one again', async t => {
	const swarm = await bench(t);
	const {connection, write, claim, look} = swarm;
	await write('a', 'b', 'c');
	await caps(swarm, {limit_usd: '5'});
	t.like(await claim('a'), {kind: 'claimed'});
	await connection.call('SET', 'cost:haiku', '4.999999');
	t.like(await claim('b'), {kind: 'claimed'});
	await connection.call('SET', 'cost:haiku', '5');
	const [refused] = await twice(t, {look}, async () => claim('c'));
	t.deepEqual(refused, {kind: 'budget', refusal: {code: 'swarm_limit', limitUsd: 5}});
	await untouched(t, swarm, 'c');
	// What is in hand already goes on.
	t.like(await claim('a'), {kind: 'claimed', attempt: 1});
	await caps(swarm, {limit_usd: '5.5'});
	t.like(await claim('c'), {kind: 'claimed', attempt: 1});
});

test('a budget of nothing forbids everything', async t => {
	const swarm = await bench(t);
	await swarm.write('a');
	await caps(swarm, {limit_usd: '0'});
	t.like(await swarm.claim('a'), {kind: 'budget'});
});

test('without caps nothing is asked of the costs', async t => {
	const {connection, write, claim} = await bench(t);
	await write('a', 'b');
	await connection.call('LPUSH', 'cost:haiku', 'x');
	t.like(await claim('a', {costIsKnown: false, spentUsd: 1e6}), {kind: 'claimed', limitUsd: null});
	await connection.call('HSET', 'swarm:budget', 'note', 'none yet');
	t.like(await claim('b', {costIsKnown: false}), {kind: 'claimed'});
});

const fields = ['limit_usd', 'per_hour_usd', 'per_worker_usd', 'per_task_usd'] as const;
const noAmounts = ['x', '', 'nan', 'NaN', 'inf', '1e999', '-1', '$5', '1,5', '5 usd', '0x10'];

test('a cap that is no amount forbids everything, as does a budget of another type', async t => {
	const swarm = await bench(t);
	const {connection, write, claim} = swarm;
	await write('a');
	for (const field of fields) {
		for (const value of noAmounts) {
			await caps(swarm, {limit_usd: '5', [field]: value});
			t.deepEqual(await claim('a'), unreadable, `${field} ${value}`);
		}
	}

	for (const command of ['SET', 'LPUSH', 'SADD']) {
		await connection.call('DEL', 'swarm:budget');
		await connection.call(command, 'swarm:budget', '5');
		t.deepEqual(await claim('a'), unreadable);
	}

	await untouched(t, swarm, 'a');
});

test('where there is a cap, costs that cannot be read forbid everything', async t => {
	const swarm = await bench(t);
	const {connection, write, claim} = swarm;
	await write('a');
	for (const field of ['limit_usd', 'per_hour_usd'] as const) {
		await caps(swarm, {[field]: '5'});
		for (const value of noAmounts) {
			await connection.call('SET', 'cost:haiku', value);
			t.deepEqual(await claim('a'), {kind: 'budget', refusal: {code: 'spending_unreadable'}}, `${field} ${value}`);
		}

		await connection.call('DEL', 'cost:haiku');
		await connection.call('LPUSH', 'cost:haiku', '1');
		t.like(await claim('a'), {kind: 'budget'});
		await connection.call('DEL', 'cost:haiku');
	}

	await untouched(t, swarm, 'a');
});

test('where there is a cap, a worker whose costs nobody knows claims nothing', async t => {
	const swarm = await bench(t);
	const {connection, write, claim} = swarm;
	await write('a');
	for (const field of fields) {
		await caps(swarm, {[field]: '5'});
		t.deepEqual(await claim('a', {costIsKnown: false}), {kind: 'budget', refusal: {code: 'cost_unknown'}});
	}

	await connection.call('DEL', 'swarm:budget');
	t.like(await claim('a', {costIsKnown: false, limitUsd: 1}), {kind: 'budget'});
	await untouched(t, swarm, 'a');
});

test('a worker stops at its own cap and at the cap for every worker, whichever is lower', async t => {
	const swarm = await bench(t);
	const {write, claim} = swarm;
	await write('a', 'b');
	t.like(await claim('a', {spentUsd: 0.5, limitUsd: 0.5}), {kind: 'budget'});
	await caps(swarm, {per_worker_usd: '0.4'});
	t.like(await claim('a', {spentUsd: 0.4, limitUsd: 0.5}), {kind: 'budget'});
	t.like(await claim('a', {spentUsd: Number.NaN}), {kind: 'budget'});
	t.like(await claim('a', {spentUsd: 0.39, limitUsd: 0.3}), {kind: 'budget'});
	await untouched(t, swarm, 'a');
	t.like(await claim('a', {spentUsd: 0.39, limitUsd: 0.5}), {kind: 'claimed'});
	t.like(await claim('b', {spentUsd: 1e-9, limitUsd: 1}), {kind: 'claimed'});
});

test('within an hour no more is spent than the cap of an hour; the next hour begins at nothing', async t => {
	const swarm = await bench(t);
	const {connection, write, claim} = swarm;
	await write('a', 'b', 'c', 'd');
	await connection.call('SET', 'cost:haiku', '100');
	await caps(swarm, {per_hour_usd: '1'});
	t.like(await claim('a'), {kind: 'claimed'});
	t.is(await connection.call('HGET', 'swarm:hour', 'cost_usd'), '100');
	t.true(Number(await connection.call('TTL', 'swarm:hour')) > 3600);
	await connection.call('SET', 'cost:haiku', '100.99');
	t.like(await claim('b'), {kind: 'claimed'});
	await connection.call('SET', 'cost:haiku', '101');
	t.deepEqual(await claim('c'), {kind: 'budget', refusal: {code: 'hour_limit', limitUsd: 1}});
	await untouched(t, swarm, 'c');

	const hour = Number(await connection.call('HGET', 'swarm:hour', 'hour'));
	await connection.call('HSET', 'swarm:hour', 'hour', hour - 1);
	t.like(await claim('c'), {kind: 'claimed'});
	t.deepEqual(await connection.call('HMGET', 'swarm:hour', 'hour', 'cost_usd'), [String(hour), '101']);

	// Somebody set the costs back: the hour begins anew.
	await connection.call('SET', 'cost:haiku', '0');
	t.like(await claim('d'), {kind: 'claimed'});
	t.is(await connection.call('HGET', 'swarm:hour', 'cost_usd'), '0');
});

test('a note of the hour that cannot be read is written anew', async t => {
	const swarm = await bench(t);
	const {connection, write, claim} = swarm;
	await caps(swarm, {per_hour_usd: '1'});
	for (const [index, [command, ...args]] of [['SET', 'x'], ['HSET', 'hour', 'x', 'cost_usd', 'nan'], ['LPUSH', 'x']].entries()) {
		await connection.call('DEL', 'swarm:hour');
		await connection.call(command!, 'swarm:hour', ...args);

		await write(`t${index}`);
		t.like(await claim(`t${index}`), {kind: 'claimed'});
		t.is(await connection.call('HGET', 'swarm:hour', 'cost_usd'), '0');
	}
});

test('all attempts at a task share its cap: each may cost what the others have left, and after that it is set aside', async t => {
	const swarm = await bench(t);
	const {connection, leases, write, claim} = swarm;
	await write('a', 'b', 'odd');
	await caps(swarm, {per_task_usd: '1'});
	t.like(await claim('a'), {kind: 'claimed', limitUsd: 1});
	const surrender = async (taskId: string, findingId: string, costUsd: number, error: string | null) => leases.release({
		taskId, findingId, costUsd, error, json: '{}', restMs: 0,
	});
	t.is(await surrender('a', 'f1', 0.75, 'it broke'), 'announced');
	t.like(await claim('a'), {kind: 'claimed', attempt: 2, limitUsd: 0.25});
	// It was stopped, which is not its fault, but was paid all the same.
	t.is(await surrender('a', 'f2', 0.5, null), 'announced');
	t.like(await claim('a'), {kind: 'over', why: 'failed'});
	t.is(await connection.call('EXISTS', 'task:a:claimed'), 0);
	t.is(await connection.call('GET', 'cost:haiku'), '1.25');

	t.like(await claim('b'), {kind: 'claimed', limitUsd: 1});
	t.is(await surrender('b', 'f3', 1, 'it broke'), 'set aside');
	t.like(JSON.parse(String(await connection.call('GET', 'swarm:failed:b'))), {error: 'it broke', attempts: 1, worker_id: 'w'});

	await connection.call('SET', 'swarm:spent-on:odd', 'x');
	const odd = await claim('odd');
	t.not(odd.kind, 'claimed');
});

test('a claim that is confirmed when the budget is spent keeps the cap of its task', async t => {
	const swarm = await bench(t);
	const {connection, write, claim} = swarm;
	await write('a');
	await caps(swarm, {limit_usd: '5', per_task_usd: '0.5'});
	t.like(await claim('a'), {kind: 'claimed', limitUsd: 0.5});
	await connection.call('SET', 'cost:haiku', '5');
	t.like(await claim('a'), {kind: 'claimed', limitUsd: 0.5});
});
