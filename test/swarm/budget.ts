import test from 'ava';
import {UserError} from '../../source/protocol/user-error.js';
import type {Connection} from '../../source/redis/connection.js';
import {refusalOf} from '../../source/money/budget.js';
import {changeBudget, loadFinances} from '../../source/swarm/read-budget.js';
import {bench} from '../redis/_leases.js';

const none = {
	limitUsd: null, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null,
};

async function budgetOf(connection: Connection): Promise<unknown> {
	const {budget} = await loadFinances(connection);
	return budget;
}

test('caps are set, kept and taken away one by one, and the claim reads what was written', async t => {
	const {connection, claim, write} = await bench(t);
	await write('a');
	t.deepEqual(await loadFinances(connection), {budget: null, spentUsd: 0});
	await changeBudget(connection, {limitUsd: 5, perHourUsd: 1e-7});
	await changeBudget(connection, {perTaskUsd: 0.25, perHourUsd: null});
	t.deepEqual(await budgetOf(connection), {...none, limitUsd: 5, perTaskUsd: 0.25});
	t.like(await claim('a'), {kind: 'claimed', limitUsd: 0.25});
	for (const usd of [1e-7, 999_999_999, 0.1 + 0.2]) {
		await changeBudget(connection, {limitUsd: usd});
		t.like(await loadFinances(connection), {budget: {limitUsd: usd}});
		t.like(await claim('a'), {kind: 'claimed'});
	}

	await changeBudget(connection, {limitUsd: null, perTaskUsd: null});
	t.deepEqual(await loadFinances(connection), {budget: null, spentUsd: 0});
	await changeBudget(connection, {});
	t.is(await connection.call('EXISTS', 'swarm:budget'), 0);
});

test('what is no amount is refused, and nothing is changed', async t => {
	const {connection} = await bench(t);
	await changeBudget(connection, {limitUsd: 5});
	for (const usd of [-1, Number.NaN, 1e9]) {
		await t.throwsAsync(changeBudget(connection, {perTaskUsd: 1, limitUsd: usd}), {instanceOf: UserError, message: `Expected an amount of US dollars, got ${usd}.`});
	}

	t.deepEqual(await budgetOf(connection), {...none, limitUsd: 5});
});

test('what cannot be read is set right by the next change', async t => {
	const {connection} = await bench(t);
	await connection.call('SET', 'swarm:budget', '5');
	t.is(await budgetOf(connection), 'unreadable');
	await changeBudget(connection, {limitUsd: 5});
	t.deepEqual(await budgetOf(connection), {...none, limitUsd: 5});
	await connection.call('HSET', 'swarm:budget', 'per_worker_usd', 'x', 'per_hour_usd', '1');
	await changeBudget(connection, {limitUsd: 6});
	// What could be read is no reason to spend more.
	t.deepEqual(await budgetOf(connection), {...none, limitUsd: 6, perHourUsd: 1});
});

test('single mode is refused for the same reasons as a claim', async t => {
	const {connection, claim, write} = await bench(t);
	await write('a');
	const refusal = async (isCostKnown = true) => refusalOf(await loadFinances(connection), isCostKnown);
	const refused = async () => {
		const reply = await claim('a');
		return reply.kind === 'budget' ? reply.refusal : null;
	};

	await connection.call('SET', 'cost:haiku', '$1');
	t.is(await refusal(false), null);
	await changeBudget(connection, {limitUsd: 5});
	t.deepEqual(await refusal(), {code: 'spending_unreadable'});
	t.deepEqual(await refusal(), await refused() as unknown);
	t.deepEqual(await refusal(false), {code: 'cost_unknown'});
	await connection.call('SET', 'cost:haiku', '5');
	t.deepEqual(await refusal(), {code: 'swarm_limit', limitUsd: 5});
	t.deepEqual(await refusal(), await refused() as unknown);
	await connection.call('SET', 'cost:haiku', '4.99');
	t.is(await refusal(), null);
	await connection.call('DEL', 'cost:haiku');
	await connection.call('LPUSH', 'cost:haiku', '1');
	t.deepEqual(await refusal(), await refused() as unknown);
	await connection.call('HSET', 'swarm:budget', 'per_hour_usd', 'x');
	t.deepEqual(await refusal(), await refused() as unknown);
});
