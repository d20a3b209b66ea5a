import test from 'ava';
import * as v from 'valibot';
import {
	goTo, openDashboard, rowOf, runProgram, startProgram,
} from '../_helpers/dashboard.js';
import {
	foreignKinds, hasRedisCli, pythonProblem, startForeignCoordinator, startForeignWorker,
} from '../_helpers/foreign-process.js';
import {withRedis} from '../_helpers/redis-server.js';
import {serialTestWithRedisCli} from '../_helpers/redis-cli.js';
import {serverKind} from '../_helpers/server-kind.js';
import {keys} from '../_helpers/terminal.js';
import {untilListening} from './_start-worker.js';
import {observeSwarm, taskOf, workerOf} from './_observed-swarm.js';
import {findingSchema, statusOf} from './_status-schema.js';

// One at a time: most are several whole programs, and they would starve each other.

test.before(t => {
	if (pythonProblem !== null) {
		t.log(`The Python participants are left out: ${pythonProblem}`);
	}

	if (!hasRedisCli) {
		t.log('The participants that use redis-cli are left out: there is none on the PATH');
	}
});

for (const kind of foreignKinds) {
	test.serial(`${kind}: the whole life of a foreign task shows in the snapshot, in the JSON and on the screen`, async t => {
		const redis = await withRedis(t);
		const swarm = await observeSwarm(t, redis.url);
		const dashboard = await openDashboard(t, {
			url: redis.url, columns: 200, rows: 50, view: 'Tasks',
		});
		const worker = await startForeignWorker(t, kind, redis, 'haiku_001');
		const coordinator = await startForeignCoordinator(t, kind, redis);
		const steps = async (...states: readonly string[]) => {
			const status = await statusOf(t, redis.url);
			t.deepEqual(status.tasks.items.map(({id, description}) => [id, description]), [['task_001', 'Update agents.md']]);
			t.deepEqual([status.tasks.items[0]?.state, status.workers[0]?.state], states);
			t.is(status.tasks.total, 1);
			t.is(status.tasks[status.tasks.items[0]!.state], 1);
			return status;
		};

		coordinator.say('publish task_001 Update agents.md');
		// Redis counts everybody: the worker, the dashboard, and the observation of this test.
		t.is(await coordinator.hear('announced task_001'), '3');
		await worker.hear('heard task_001');
		const announced = await swarm.until(snapshot => taskOf(snapshot, 'task_001')?.state === 'announced' && workerOf(snapshot, 'haiku_001')?.state === 'idle');
		t.is(taskOf(announced, 'task_001')?.description.toJSON(), 'Update agents.md');
		t.deepEqual(taskOf(announced, 'task_001')?.files.map(file => file.line()), ['docs/agents.md']);
		await dashboard.waitFor(/^[▸ ] task_001 +announced +\d+s +Update agents\.md/m);
		await dashboard.waitFor(terminal => / 1 worker, 0 working {3}1 waiting {3}\$0\.00 /.test(terminal.text()[0]!));
		const first = await steps('announced', 'idle');
		t.like(first.tasks.items[0], {
			worker: null, claim_expires_in_s: null, attempts: 0, finding: null,
		});
		t.is(first.redis.address, `${redis.url}/0`);
		t.like(first.redis, {link: 'live'});
		t.regex(first.redis.server, new RegExp(String.raw`^${serverKind} \d+\.\d+\.\d+$`, 'u'));
		t.like(first.cost, {haiku: null, budget: null, burn_usd_per_hour: null});

		worker.say('go');
		await worker.hear('claimed task_001');
		const claimed = await swarm.until(snapshot => taskOf(snapshot, 'task_001')?.state === 'claimed');
		t.like(taskOf(claimed, 'task_001'), {workerId: 'haiku_001', attempts: 1});
		t.like(workerOf(claimed, 'haiku_001'), {state: 'working', tasks: ['task_001']});
		await dashboard.waitFor(/^[▸ ] task_001 +claimed +haiku_001 +(?:5m 0|4m 5\d)s +1 +\d+s +Update agents\.md/m);
		await dashboard.waitFor(terminal => / 1 worker, 1 working {3}0 waiting /.test(terminal.text()[0]!));
		const second = await steps('claimed', 'working');
		t.like(second.tasks.items[0], {worker: 'haiku_001', attempts: 1, finding: null});
		const lease = second.tasks.items[0]?.claim_expires_in_s ?? 0;
		t.true(lease > 200 && lease <= 300);
		t.deepEqual(second.workers[0]?.tasks, ['task_001']);
		t.true((second.workers[0]?.heartbeat_age_s ?? 60) < 60);

		worker.say('go');
		const findingId = await worker.hear('found');
		const told: unknown = JSON.parse(await coordinator.hear('found'));
		t.like(told, {finding_id: findingId, worker_id: 'haiku_001'});
		const found = await swarm.until(({findings, cost}) => findings.total === 1 && cost.haikuUsd !== null);
		t.is(found.cost.haikuUsd, 0.0011);
		t.like(found.findings.items[0], {
			id: findingId, workerId: 'haiku_001', tokens: 300, costUsd: 0.0011, citations: ['finding_51aa0c77'], malformed: null,
		});
		t.like(workerOf(found, 'haiku_001'), {findings: 1, tokens: 300, costUsd: 0.0011});
		await dashboard.waitFor(terminal => / {3}\$0\.0011(?:00)? {3}/.test(terminal.text()[0]!));

		worker.say('go');
		await worker.hear('done task_001');
		t.like(JSON.parse(await coordinator.hear('completed task_001')), {finding_id: findingId});
		const done = await swarm.until(snapshot => taskOf(snapshot, 'task_001')?.state === 'done');
		t.is(taskOf(done, 'task_001')?.findingId, findingId);
		t.is(workerOf(done, 'haiku_001')?.state, 'idle');
		t.deepEqual(done.problems, []);
		await dashboard.waitFor(/^[▸ ] task_001 +done /m);
		const last = await steps('done', 'idle');
		t.is(last.tasks.items[0]?.finding, findingId);
		t.like(last.findings, {total: 1, malformed: 0});
		t.like(last.findings.items[0], {
			id: findingId, worker: 'haiku_001', result: 'haiku_001 looked: 世界', tokens: 300, cost_usd: 0.0011, simulated: false, malformed: null,
		});
		t.deepEqual(last.findings.items[0]?.files_changed, ['docs/agents.md']);
		// The writer's local time, which is this machine's.
		t.true(Math.abs(Date.parse(last.findings.items[0]?.at ?? '') - Date.now()) < 60_000);
		t.like(last.workers[0], {findings: 1, tokens: 300, cost_usd: 0.0011});
		t.is(last.cost.haiku, 0.0011);
		t.true((last.cost.burn_usd_per_hour ?? 0) > 0);
		// 100 tokens in and 200 out, as the finding's cost tells, at 2 and 10 dollars a million.
		t.like(last.savings, {paid_usd: 0.0011, tokens_without_split: 0});

		await goTo(dashboard, 'Findings');
		await dashboard.waitFor(new RegExp(String.raw`^▸ ${findingId} +haiku_001 +\d+s +300 +\$0\.0011(?:00)? +(?:odd +)?haiku_001 looked: 世界`, 'm'));
		await goTo(dashboard, 'Log');
		for (const text of ['task_001 was announced', 'haiku_001 claimed task_001', `haiku_001 found ${findingId}: haiku_001 looked: 世界`, `task_001 is done: ${findingId}`]) {
			await dashboard.waitFor(text);
		}
	});

	test.serial(`${kind}: our coordinator gets its answer from a foreign worker`, async t => {
		const redis = await withRedis(t);
		const worker = await startForeignWorker(t, kind, redis, 'haiku_001');
		worker.say('go', 'go', 'go');
		const {exitCode, stdout, stderr} = await runProgram(redis.url, 'publish', 'Look', 'around', '--file', 'readme.md', '--id', 'task_ours', '--wait', '15', '--json');
		t.deepEqual([exitCode, stderr], [0, '']);
		const answer = v.parse(v.strictObject({id: v.literal('task_ours'), heard_by: v.literal(1), finding: findingSchema}), JSON.parse(stdout));
		t.is(answer.finding.id, await worker.hear('found'));
		t.like(answer.finding, {worker: 'haiku_001', result: 'haiku_001 looked: 世界', tokens: 300});
		t.like(JSON.parse(await redis.cli('GET', 'task:task_ours')), {description: 'Look around', files: ['readme.md']});
	});

	test.serial(`${kind}: a foreign coordinator gets its answer from our worker in loop mode, simulated and free`, async t => {
		const redis = await withRedis(t);
		const coordinator = await startForeignCoordinator(t, kind, redis);
		const worker = startProgram(t, redis.url, 'worker', '--mode', 'loop', '--executor', 'dry-run', '--worker-id', 'ours_1');
		await untilListening(redis, 'ours_1');
		coordinator.say('publish task_theirs Search for parseDate');
		const finding = JSON.parse(await coordinator.hear('completed task_theirs')) as Readonly<Record<string, unknown>>;
		t.like(finding, {
			worker_id: 'ours_1', task_id: 'task_theirs', task: 'Search for parseDate', simulated: true, status: 'completed', cost: 0, tokens_used: 0,
		});
		t.deepEqual([finding.files_changed, finding.citations], [[], []]);
		t.regex(String(finding.result), /simulated.*Search for parseDate/);
		t.is(await redis.cli('EXISTS', 'cost:haiku'), '0');
		t.is(await redis.cli('GET', 'task:task_theirs:result'), String(finding.finding_id));
		worker.kill('SIGTERM');
		t.like(await worker.exited, {exitCode: 0, signal: null});
		t.is(await redis.cli('EXISTS', 'worker:status:ours_1', 'swarm:worker:ours_1'), '0');
	});

	test.serial(`${kind}: a foreign coordinator reads what our worker found in single mode`, async t => {
		const redis = await withRedis(t);
		const coordinator = await startForeignCoordinator(t, kind, redis);
		const {exitCode, stdout, stderr} = await runProgram(redis.url, 'worker', '--mode', 'single', '--executor', 'dry-run', '--worker-id', 'ours_1', '--task', 'Count "the" lines');
		t.deepEqual([exitCode, stderr], [0, '']);
		const finding = JSON.parse(await coordinator.hear('found')) as Readonly<Record<string, unknown>>;
		t.is(stdout, `${String(finding.finding_id)}\n`);
		t.like(finding, {
			worker_id: 'ours_1', task: 'Count "the" lines', simulated: true, cost: 0, tokens_used: 0,
		});
		t.false('task_id' in finding);
		t.is(await redis.cli('EXISTS', 'cost:haiku', 'worker:status:ours_1'), '0');
	});

	test.serial(`${kind}: a task that was announced while nobody listened is done by our worker when it starts`, async t => {
		const redis = await withRedis(t);
		const coordinator = await startForeignCoordinator(t, kind, redis);
		coordinator.say('publish task_early Wait for somebody');
		t.is(await coordinator.hear('announced task_early'), '0');
		t.like(await statusOf(t, redis.url), {tasks: {total: 1, announced: 1, done: 0}});
		startProgram(t, redis.url, 'worker', '--executor', 'dry-run', '--worker-id', 'ours_1');
		await coordinator.hear('completed task_early');
		t.like(await statusOf(t, redis.url), {tasks: {total: 1, announced: 0, done: 1}});
	});

	test.serial(`${kind}: a task that is announced twice is done once, by foreign workers and by ours`, async t => {
		const redis = await withRedis(t);
		const coordinator = await startForeignCoordinator(t, kind, redis);
		const workers = [await startForeignWorker(t, kind, redis, 'haiku_001'), await startForeignWorker(t, kind, redis, 'haiku_002')];
		coordinator.say('publish task_twice Once is enough', 'announce task_twice');
		for (const worker of workers) {
			await worker.hear('heard task_twice');
			// For the first announcement; then it hears the second one, and is refused.
			worker.say('go', 'go', 'go', 'go');
		}

		await coordinator.hear('completed task_twice');
		await workers[0]!.hear('refused task_twice');
		await workers[1]!.hear('refused task_twice');
		for (const worker of workers) {
			worker.kill('SIGKILL');
			await worker.exited;
		}

		const ours = startProgram(t, redis.url, 'worker', '--executor', 'dry-run', '--worker-id', 'ours_1');
		await untilListening(redis, 'ours_1');
		coordinator.say('publish task_ours Once is enough', 'announce task_ours');
		await coordinator.hear('completed task_ours');
		ours.kill('SIGTERM');
		await ours.exited;
		const {tasks, findings, problems} = await statusOf(t, redis.url);
		t.deepEqual(Object.fromEntries(tasks.items.map(({id, state}) => [id, state])), {task_ours: 'done', task_twice: 'done'});
		t.is(findings.total, 2);
		t.deepEqual(problems, []);
	});
}

// The id in the finding's key, and the id by which the worker tells of it.
for (const [keyId, spokenId] of [['finding_9c1e22ab', 'finding_9c1e22ab'], ['9c1e22ab', '9c1e22ab'], ['finding_9c1e22ab', '9c1e22ab'], ['9c1e22ab', 'finding_9c1e22ab']] as const) {
	serialTestWithRedisCli(`a finding under finding:${keyId} that is told of as ${spokenId} is found from its task`, async t => {
		const redis = await withRedis(t);
		const swarm = await observeSwarm(t, redis.url);
		const dashboard = await openDashboard(t, {url: redis.url, view: 'Tasks'});
		const worker = await startForeignWorker(t, 'redis-cli', redis, 'haiku_001');
		worker.say('go', `${keyId} ${spokenId}`, 'go');
		const {stdout} = await runProgram(redis.url, 'publish', 'Look', '--id', 'task_001', '--wait', '15', '--json');
		t.like(JSON.parse(stdout), {finding: {id: keyId, result: 'haiku_001 looked: 世界'}});
		await swarm.until(snapshot => taskOf(snapshot, 'task_001')?.state === 'done' && snapshot.findings.total === 1);

		await dashboard.waitFor(/^▸ task_001 +done/m);
		dashboard.press(keys.enter);
		await dashboard.waitFor(new RegExp(`^ finding +${spokenId}`, 'm'));
		dashboard.press('f');
		await dashboard.waitFor('haiku_001 looked: 世界');
		t.truthy(rowOf(dashboard, /^ cost +\$0\.0011(?:00)? for 300 tokens/));
		// What was only announced is given up after two seconds: by then it must have been recognized.
		const heard = swarm.events.length;
		await swarm.until(() => swarm.events.slice(heard).filter(({type}) => type === 'fresh').length >= 4);
		t.like(swarm.snapshot.findings, {total: 1, malformed: 0});
		t.like((await runProgram(redis.url, 'findings', spokenId)), {exitCode: 0, stderr: ''});
	});
}
