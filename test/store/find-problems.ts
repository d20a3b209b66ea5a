import test from 'ava';
import {cleanText} from '../../source/protocol/clean-text.js';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import {findProblems} from '../../source/store/find-problems.js';
import type {Snapshot, TaskRow, WorkerRow} from '../../source/store/snapshot.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import {problemText, type Problem} from '../../source/text/problem-text.js';
import {
	makeBudget, makeCost, makeNote, startMs,
} from './_make.js';

const {findings, tasks: noTasks, workers: noWorkers} = new SwarmStore({nowMs: startMs}).snapshot;

type Seen = {
	readonly tasks?: readonly TaskRow[];
	readonly unlistedTasks?: number;
	readonly workers?: readonly WorkerRow[];
	readonly malformed?: number;
	readonly allSilent?: boolean;
	readonly cost?: Snapshot['cost'];
	readonly link?: Snapshot['link'];
};

function problemsOf({
	tasks = [], unlistedTasks = 0, workers = [], malformed = 0, allSilent = false, cost = makeCost(), link = {state: 'live', sinceMs: startMs, tier: 'tracking'},
}: Seen): readonly Problem[] {
	return findProblems({
		atMs: startMs,
		link,
		cost,
		tasks: {...noTasks, items: tasks, total: tasks.length + unlistedTasks},
		workers: {...noWorkers, items: workers},
		findings: {...findings, malformed},
	}, allSilent);
}

const task: TaskRow = {
	id: 'task_1',
	state: 'announced',
	description: new UntrustedText('x'),
	files: [],
	malformed: null,
	workerId: null,
	claimExpiresAtMs: null,
	claimedAtMs: null,
	attempts: 0,
	findingId: null,
	error: null,
	sinceMs: startMs,
};
const worker: WorkerRow = {
	id: 'w', state: 'lost', beatExpiresAtMs: null, lastWorkAtMs: null, tasks: ['task_1'], findings: 0, tokens: 0, costUsd: 0, note: null,
};

function said(seen: Seen): ReadonlyArray<readonly [kind: string, subject: string | null, why: string]> {
	return problemsOf(seen).map(problem => [problem.kind, problem.subject, problemText(problem).why]);
}

test('where all is well there is no problem', t => {
	t.deepEqual(said({tasks: [task, {...task, state: 'done'}, {...task, state: 'cancelled'}, {...task, state: 'claimed'}]}), []);
});

test('each problem names its subject and its evidence', t => {
	const orphan: TaskRow = {
		...task, state: 'orphaned', workerId: 'w', claimExpiresAtMs: startMs + 212_000,
	};
	t.deepEqual(said({tasks: [orphan]}), [['orphaned_claim', 'task_1', 'claimed by w, which sends no heartbeat; the claim expires in 3m 32s']]);
	t.deepEqual(said({tasks: [orphan], workers: [worker]}), [['orphaned_claim', 'task_1', 'claimed by w, which sends no heartbeat; the claim expires in 3m 32s']]);
	t.deepEqual(said({tasks: [{...orphan, claimExpiresAtMs: null}], workers: [{...worker, lastWorkAtMs: startMs - 71_000}]}), [
		['orphaned_claim', 'task_1', 'claimed by w, which sends no heartbeat, last active 1m 11s ago; the claim never expires'],
	]);
	t.deepEqual(said({tasks: [{...task, state: 'failed', error: new UntrustedText('boom')}]}), [['failed_task', 'task_1', 'set aside: boom']]);
	t.deepEqual(said({
		tasks: [{
			...task, state: 'slow', workerId: 'w', claimedAtMs: startMs - 600_000,
		}],
	}), [['slow_task', 'task_1', 'claimed by w for 10m 0s, much longer than usual']]);
	t.deepEqual(said({malformed: 2}), [['malformed', null, '2 malformed findings']]);
	t.deepEqual(said({unlistedTasks: 1}), [['too_many', null, 'more than 200k tasks; the rest is not listed']]);
	t.deepEqual(said({allSilent: true}), [['silence', null, 'all workers stopped sending heartbeats at once']]);
	t.deepEqual(said({link: {state: 'lost', sinceMs: startMs, reason: cleanText('ECONNREFUSED')}}), [['link', null, 'the connection to Redis was lost: ECONNREFUSED']]);
});

test('the budget is a problem from 80% on, when it is spent, and when it cannot be read', t => {
	const saidOf = (haikuUsd: number | null, limitUsd: number | null, overUsd = 0) => {
		const problems = said({cost: makeCost({haikuUsd, budget: makeBudget({limitUsd, overUsd})})});
		return problems.map(([kind, , why]) => `${kind}: ${why}`);
	};

	t.deepEqual(saidOf(3.99, 5), []);
	t.deepEqual(saidOf(100, null), []);
	t.deepEqual(saidOf(null, 5), []);
	t.deepEqual(saidOf(4, 5), ['budget: 80% of the budget of $5 is spent']);
	// 0.24 of 0.3 is a little less than 0.8 as numbers go.
	t.deepEqual(saidOf(0.24, 0.3), ['budget: 80% of the budget of $0.3 is spent']);
	t.deepEqual(saidOf(4.9999, 5), ['budget: 99% of the budget of $5 is spent']);
	t.deepEqual(saidOf(0, 0), ['budget: the budget of $0 is spent: workers claim nothing']);
	t.deepEqual(saidOf(5.12, 5, 0.12), ['budget: the budget of $5 is spent: workers claim nothing; running tasks went $0.12 over']);
	t.deepEqual(said({cost: makeCost({budget: 'unreadable'})}), [['budget', null, 'the budget in swarm:budget is unreadable: workers claim nothing']]);
});

test('who claims nothing is told with the reason, and once for each reason', t => {
	const blocked = (id: string, reason: string | null, beatExpiresAtMs: number | null = startMs): WorkerRow => ({
		...worker, id, state: 'idle', beatExpiresAtMs, note: makeNote({blocked: reason, blockedCode: reason?.startsWith('the budget') ? 'swarm_limit' : null}),
	});
	const workers = [
		blocked('a', 'HTTP 401'),
		blocked('b', null),
		blocked('c', 'the budget of $5 is spent'),
		blocked('d', 'HTTP 401'),
		blocked('e', 'silent by now', null),
		{...worker, id: 'f', beatExpiresAtMs: startMs},
	];
	t.deepEqual(said({workers}), [
		['blocked_worker', 'a', '2 workers, including this one, claim nothing: HTTP 401'],
		['blocked_worker', 'c', 'claims nothing: the budget of $5 is spent'],
	]);
	// Not twice: that the budget is spent is told by itself.
	t.deepEqual(said({workers, cost: makeCost({haikuUsd: 5, budget: makeBudget({limitUsd: 5})})}).map(([kind, subject]) => [kind, subject]), [['budget', null], ['blocked_worker', 'a']]);
	const many = Array.from({length: 80}, (_, index) => blocked(`w${index}`, `reason ${index}`));
	t.is(said({workers: many}).length, 50);
});

test('a full queue is one problem, told by the task that waits longest', t => {
	const tasks = [10, 61, 300, 90].map((seconds, index) => ({...task, id: `task_${index}`, sinceMs: startMs - (seconds * 1000)}));
	t.deepEqual(said({tasks}), [['unheard_task', 'task_2', '3 unclaimed tasks; this one has waited 5m 0s']]);
	t.deepEqual(said({tasks: [{...task, sinceMs: startMs - 60_000}]}), []);
});

test('fifty of a kind are told one by one, the rest in one line', t => {
	const tasks = Array.from({length: 80}, (_, index): TaskRow => ({...task, id: `task_${index}`, state: 'failed'}));
	const problems = problemsOf({tasks});
	t.is(problems.length, 51);
	t.deepEqual(problems.at(-1), {kind: 'failed_task', subject: null, more: 30});
});

test('the most urgent come first', t => {
	const tasks: readonly TaskRow[] = [
		{...task, id: 'waiting', sinceMs: startMs - 100_000},
		{...task, id: 'slow', state: 'slow'},
		{...task, id: 'failed', state: 'failed'},
		{...task, id: 'orphaned', state: 'orphaned'},
	];
	t.deepEqual(said({
		tasks,
		workers: [{...worker, beatExpiresAtMs: startMs, note: makeNote({blocked: 'x'})}],
		cost: makeCost({budget: 'unreadable'}),
		malformed: 1,
		allSilent: true,
		link: {state: 'lost', sinceMs: startMs, reason: cleanText('x')},
	}).map(([kind]) => kind), ['link', 'silence', 'budget', 'blocked_worker', 'orphaned_claim', 'failed_task', 'slow_task', 'unheard_task', 'malformed']);
});

test('what came from outside is clean in a problem', t => {
	const [problem] = problemsOf({tasks: [{...task, state: 'failed', error: new UntrustedText('\u001B[2Ja\nb')}]});
	t.is(problem && String(problemText(problem).why), 'set aside: a b');
});
