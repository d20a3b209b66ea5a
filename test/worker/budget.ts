import test from 'ava';
import {UserError} from '../../source/protocol/user-error.js';
import {changeBudget} from '../../source/swarm/read-budget.js';
import {controlWorker} from '../../source/swarm/actions/control-action.js';
import {runSingleTask} from '../../source/worker/single-mode.js';
import {quick, sweep} from '../swarm/_sweep.js';
import {open} from '../swarm/_watch.js';
import {failure, instantly, puppet} from './_executor.js';
import {announce, server} from './_server.js';
import {start} from './_start.js';

test('at the cap a worker claims nothing, says why, and goes on when the cap is raised; only what was running is spent beyond it', async t => {
	const {connection} = await server(t);
	await changeBudget(connection, {limitUsd: 1});
	const executor = puppet();
	const {events, until} = await start(t, connection, executor, {concurrency: 2, timings: quick});
	await announce(connection, 'a', 'b', 'c', 'd');
	const first = await executor.next();
	const second = await executor.next();
	// What runs when the cap is reached goes on, and may be all that is spent beyond it.
	first.finish({costUsd: 1});
	await until('blocked');
	second.finish({costUsd: 0.5});
	await until('finished', 2);
	t.is(await connection.call('GET', 'cost:haiku'), '1.5');
	t.like(events.find(({type}) => type === 'blocked'), {reason: 'the budget of $1 is spent'});
	for (let note = ''; !note.includes('"blocked":"the budget of $1 is spent"');) {
		note = String(await connection.call('GET', 'swarm:worker:haiku_test'));
	}

	// To look again is not to claim.
	await controlWorker(connection, 'haiku_test', {kind: 'resume'});
	await until('blocked', 2);
	t.is(executor.jobs.length, 2);
	t.is(await connection.call('EXISTS', 'task:c:claimed', 'task:d:claimed', 'swarm:attempts:c', 'swarm:attempts:d'), 0);

	await changeBudget(connection, {limitUsd: 2});
	await controlWorker(connection, 'haiku_test', {kind: 'resume'});
	const third = await executor.next();
	t.is(third.job.taskId, 'c');
});

test('a worker spends what its own cap allows, gives each attempt what is left of it, and stops claiming', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {events, until} = await start(t, connection, executor, {limitUsd: 1, timings: quick});
	await announce(connection, 'a', 'b', 'c');
	const first = await executor.next();
	t.is(first.options.budgetUsd, 1);
	first.finish({costUsd: 0.75});
	const second = await executor.next();
	t.is(second.options.budgetUsd, 0.25);
	// A failed attempt is paid too.
	second.end({
		...failure, costUsd: 0.5, tokens: 1,
	});
	await until('blocked');
	t.like(events.find(({type}) => type === 'blocked'), {reason: 'this worker has spent its limit of $1'});
	t.is(executor.jobs.length, 2);
	t.is(await connection.call('GET', 'cost:haiku'), '1.25');
});

test('all attempts at a task share its cap, whoever makes them', async t => {
	const {redis, connection} = await server(t);
	await changeBudget(connection, {perTaskUsd: 1});
	sweep(t, connection);
	const one = puppet();
	const two = puppet();
	const first = await start(t, connection, one, {workerId: 'one', timings: quick, maxTasks: 1});
	await announce(connection, 'a');
	const attempt = await one.next();
	t.is(attempt.options.budgetUsd, 1);
	attempt.end({...failure, costUsd: 0.75, tokens: 1});
	await first.loop.stopped();
	const second = await start(t, await open(t, redis.url), two, {workerId: 'two', timings: quick, limitUsd: 0.5});
	const another = await two.next();
	t.is(another.options.budgetUsd, 0.25);
	another.end({...failure, costUsd: 0.25, tokens: 1});
	await second.until('released');
	t.like(second.events.find(({type}) => type === 'released'), {release: 'set aside'});
	t.like(JSON.parse(String(await connection.call('GET', 'swarm:failed:a'))), {attempts: 2});
});

test('within an hour of the clock no more is spent than its cap; the next hour goes on', async t => {
	const {connection} = await server(t);
	await connection.call('SET', 'cost:haiku', '50');
	await changeBudget(connection, {perHourUsd: 1});
	const executor = instantly({costUsd: 0.75});
	const {until} = await start(t, connection, executor, {timings: quick});
	await announce(connection, 'a', 'b', 'c');
	await until('blocked');
	t.is(executor.jobs.length, 2);
	t.is(await connection.call('GET', 'cost:haiku'), '51.5');
	await connection.call('HINCRBY', 'swarm:hour', 'hour', -1);
	await controlWorker(connection, 'haiku_test', {kind: 'resume'});
	await until('finished', 3);
	t.is(await connection.call('HGET', 'swarm:hour', 'cost_usd'), '51.5');
});

test('with a budget, a worker whose costs nobody knows claims nothing, from the first cost on that nobody knew', async t => {
	const {redis, connection} = await server(t);
	const unknown = await start(t, connection, puppet({costIsKnown: false}), {workerId: 'unknown', timings: quick});
	const known = await start(t, await open(t, redis.url), instantly({costUsd: null, costBasis: 'unknown', tokens: 5}), {workerId: 'known', timings: quick, limitUsd: 1});
	await changeBudget(connection, {limitUsd: 5});
	await announce(connection, 'a', 'b');
	await unknown.until('blocked');
	await known.until('finished');
	await known.until('blocked');
	for (const {events} of [unknown, known]) {
		t.like(events.find(({type}) => type === 'blocked'), {reason: 'there is a budget, but the cost of this worker is unknown'});
	}

	t.is(known.events.filter(({type}) => type === 'claimed').length, 1);
	t.false(unknown.events.some(({type}) => type === 'claimed'));
});

test('a budget that cannot be read, or costs that cannot, hold everything back', async t => {
	const {connection} = await server(t);
	await connection.call('SET', 'swarm:budget', '5');
	const executor = puppet();
	const {events, until} = await start(t, connection, executor, {timings: quick});
	await announce(connection, 'a');
	await until('blocked');
	await changeBudget(connection, {limitUsd: 5});
	await connection.call('SET', 'cost:haiku', '$1');
	await controlWorker(connection, 'haiku_test', {kind: 'resume'});
	await until('blocked', 2);
	t.deepEqual(events.flatMap(event => event.type === 'blocked' ? event.reason : []), ['the budget in swarm:budget is unreadable', 'there is a budget, but cost:haiku is not a number']);
	t.is(executor.jobs.length, 0);
	// What was paid by others stands there as a number again.
	await connection.call('SET', 'cost:haiku', '1');
	await controlWorker(connection, 'haiku_test', {kind: 'resume'});
	const running = await executor.next();
	// Something else wrote into it meanwhile: that is told, since the sum is wrong now.
	await connection.call('SET', 'cost:haiku', '$1');
	running.finish({costUsd: 0.5});
	await until('error');
	t.regex(String(events.flatMap(event => event.type === 'error' ? event.reason : [])), /^Expected a number in cost:haiku, got something else: the \$0\.5 of finding_\w+ were not added\./);
	t.is(await connection.call('EXISTS', 'task:a:result'), 1);
});

test('what an executor reports that is no amount adds nothing', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const {until} = await start(t, connection, executor, {timings: quick});
	for (const [index, costUsd] of [-5, Number.NaN, Number.POSITIVE_INFINITY, 0.5].entries()) {
		await announce(connection, `t${index}`);
		const running = await executor.next();
		running.finish({costUsd});
		await until('finished', index + 1);
	}

	t.is(await connection.call('GET', 'cost:haiku'), '0.5');
});

test('a single task keeps to the budget too, and a worker that is refused touches nothing of others', async t => {
	const {connection} = await server(t);
	const executor = puppet();
	const run = async (description: string) => runSingleTask({
		connection, workerId: 'w', executor, description, limitUsd: 1, redact: value => value, signal: new AbortController().signal,
	});
	await changeBudget(connection, {limitUsd: 5, perTaskUsd: 0.5});
	const done = run('x');
	const running = await executor.next();
	t.is(running.options.budgetUsd, 0.5);
	running.finish({costUsd: 5});
	await done;
	await connection.call('MSET', 'worker:status:w', 'now', 'swarm:worker:w', '{"host":"elsewhere","pid":1}', 'swarm:beats:w', '1');
	await t.throwsAsync(run('x'), {instanceOf: UserError, message: /^Expected an unused worker id/u});
	t.is(await connection.call('EXISTS', 'worker:status:w', 'swarm:worker:w', 'swarm:beats:w'), 3);
	await connection.call('DEL', 'worker:status:w', 'swarm:worker:w');
	await t.throwsAsync(run('x'), {instanceOf: UserError, message: 'Nothing may be spent: the budget of $5 is spent. See haiku-swarm budget.'});
	t.is(executor.jobs.length, 1);
});
