import test from 'ava';
import {openDashboard, rowOf} from '../_helpers/dashboard.js';
import {foreignKinds, startForeignCoordinator, startForeignWorker} from '../_helpers/foreign-process.js';
import {withRedis} from '../_helpers/redis-server.js';
import {
	observeSwarm, taskOf, workerOf, type ObservedSwarm,
} from './_observed-swarm.js';
import {send, type RedisCommand} from './_populate.js';
import {statusOf} from './_status-schema.js';

const beatsMissed = (workerId: string, {events}: ObservedSwarm) => events
	.filter(event => event.type === 'heartbeat' && event.workerId === workerId && event.expiresAtMs === null).length;

for (const kind of foreignKinds) {
	for (const ending of ['is deleted', 'runs out'] as const) {
		test(`${kind}: a worker that is killed while it holds a claim is lost when its heartbeat ${ending}, and its task orphaned`, async t => {
			const redis = await withRedis(t);
			const swarm = await observeSwarm(t, redis.url);
			const coordinator = await startForeignCoordinator(t, kind, redis);
			const dies = await startForeignWorker(t, kind, redis, 'haiku_dies');
			coordinator.say('publish task_001 Never done');
			await dies.hear('heard task_001');
			dies.say('go');
			await dies.hear('claimed task_001');
			dies.kill('SIGKILL');
			await dies.exited;
			// Somebody lives, so that not everybody is silent.
			await redis.cli('SET', 'worker:status:haiku_lives', 'now', 'EX', '60');
			await swarm.until(snapshot => workerOf(snapshot, 'haiku_dies')?.state === 'working' && workerOf(snapshot, 'haiku_lives')?.state === 'idle');

			await (ending === 'is deleted' ? redis.cli('DEL', 'worker:status:haiku_dies') : redis.cli('SET', 'worker:status:haiku_dies', 'now', 'EX', '1'));
			const doubtful = await swarm.until(snapshot => workerOf(snapshot, 'haiku_dies')?.state !== 'working');
			t.is(workerOf(doubtful, 'haiku_dies')?.state, 'unknown');
			t.is(taskOf(doubtful, 'task_001')?.state, 'claimed');
			t.is(beatsMissed('haiku_dies', swarm), 1);
			t.deepEqual(doubtful.problems, []);

			const sure = await swarm.until(snapshot => workerOf(snapshot, 'haiku_dies')?.state !== 'unknown');
			t.is(workerOf(sure, 'haiku_dies')?.state, 'lost');
			t.like(taskOf(sure, 'task_001'), {state: 'orphaned', workerId: 'haiku_dies'});
			t.true(beatsMissed('haiku_dies', swarm) >= 2);
			t.deepEqual(sure.problems.map(({kind, subject}) => [kind, subject]), [['orphaned_claim', 'task_001']]);
			t.is(workerOf(sure, 'haiku_lives')?.state, 'idle');
		});
	}

	test(`${kind}: a worker that beats only when a message comes is quiet meanwhile, never lost`, async t => {
		const redis = await withRedis(t);
		const swarm = await observeSwarm(t, redis.url);
		const coordinator = await startForeignCoordinator(t, kind, redis);
		const worker = await startForeignWorker(t, kind, redis, 'haiku_001');
		coordinator.say('publish task_001 Something to do');
		worker.say('go', 'go', 'go');
		await swarm.until(snapshot => taskOf(snapshot, 'task_001')?.state === 'done' && workerOf(snapshot, 'haiku_001')?.state === 'idle');

		await redis.cli('PEXPIRE', 'worker:status:haiku_001', '100');
		const quiet = await swarm.until(snapshot => workerOf(snapshot, 'haiku_001')?.state !== 'idle');
		t.is(workerOf(quiet, 'haiku_001')?.state, 'quiet');
		// Three more looks at the clock: it stays so.
		const heard = swarm.events.length;
		await swarm.until(() => swarm.events.slice(heard).filter(({type}) => type === 'fresh').length >= 3);
		t.is(workerOf(swarm.snapshot, 'haiku_001')?.state, 'quiet');
		t.deepEqual(swarm.snapshot.problems, []);
		t.is(taskOf(swarm.snapshot, 'task_001')?.state, 'done');
		const status = await statusOf(t, redis.url);
		t.like(status.workers[0], {
			id: 'haiku_001', state: 'quiet', heartbeat_age_s: null, findings: 1,
		});

		coordinator.say('publish task_002 Something else');
		await worker.hear('heard task_002');
		await swarm.until(snapshot => workerOf(snapshot, 'haiku_001')?.state === 'idle');
		worker.say('go');
		await swarm.until(snapshot => workerOf(snapshot, 'haiku_001')?.state === 'working' && taskOf(snapshot, 'task_002')?.workerId === 'haiku_001');
	});
}

test('workers that fall silent all at once are not called lost at once; when one beats again, the others are', async t => {
	const redis = await withRedis(t);
	await send(redis, [1, 2, 3].flatMap((number): readonly RedisCommand[] => [
		['SET', `task:task_${number}`, '{"description": "x"}'],
		// Taken 50 seconds ago, so that no grace is due.
		['SET', `task:task_${number}:claimed`, `haiku_${number}`, 'EX', 250],
		['SET', `worker:status:haiku_${number}`, 'now', 'EX', 60],
	]));

	const swarm = await observeSwarm(t, redis.url);
	const dashboard = await openDashboard(t, {url: redis.url, view: 'Workers'});
	await swarm.until(({workers}) => workers.counts.working === 3);
	await redis.cli('DEL', 'worker:status:haiku_1', 'worker:status:haiku_2', 'worker:status:haiku_3');
	const silent = await swarm.until(() => [1, 2, 3].every(number => beatsMissed(`haiku_${number}`, swarm) >= 2));
	t.like(silent.workers.counts, {unknown: 3, lost: 0});
	t.like(silent.tasks.counts, {claimed: 3, orphaned: 0});
	t.deepEqual(silent.problems.map(({kind}) => kind), ['silence']);
	await dashboard.waitFor(terminal => terminal.text()[0]!.includes(' !1 ') && terminal.text().filter(row => /^[▸ ] haiku_\d +unknown/.test(row)).length === 3);

	await redis.cli('SET', 'worker:status:haiku_1', 'now', 'EX', '60');
	const sure = await swarm.until(({workers}) => workers.counts.working === 1 && workers.counts.unknown === 0);
	t.like(sure.workers.counts, {working: 1, lost: 2});
	t.like(sure.tasks.counts, {claimed: 1, orphaned: 2});
	t.deepEqual(Object.fromEntries(sure.problems.map(({kind, subject}) => [subject, kind])), {task_2: 'orphaned_claim', task_3: 'orphaned_claim'});
	await dashboard.waitFor(terminal => terminal.text().filter(row => /^[▸ ] haiku_[23] +lost/.test(row)).length === 2);
	t.regex(rowOf(dashboard, 'haiku_1') ?? '', /^[▸ ] haiku_1 +working/);
});

test('status --json waits until a loss is confirmed, and says who lost what', async t => {
	const redis = await withRedis(t);
	await send(redis, [
		['SET', 'task:task_001', '{"description": "Never done"}'],
		['SET', 'task:task_001:claimed', 'haiku_dies', 'EX', 250],
		['SET', 'worker:status:haiku_lives', 'now', 'EX', 60],
	]);
	const status = await statusOf(t, redis.url);
	t.like(status.tasks, {orphaned: 1, claimed: 0});
	t.like(status.tasks.items[0], {id: 'task_001', state: 'orphaned', worker: 'haiku_dies'});
	t.deepEqual(status.workers.map(({id, state}) => [id, state]), [['haiku_dies', 'lost'], ['haiku_lives', 'idle']]);
	t.like(status.workers[0], {heartbeat_age_s: null, tasks: ['task_001']});
	t.deepEqual(status.problems.map(({kind, subject, remedy}) => [kind, subject, remedy]), [['orphaned_claim', 'task_001', 'rescue']]);
});
