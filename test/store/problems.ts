import test from 'ava';
import {cleanText} from '../../source/protocol/clean-text.js';
import {OutsideText} from '../../source/protocol/outside-text.js';
import {findProblems, type Circumstances} from '../../source/store/problems.js';
import type {TaskRow, WorkerRow} from '../../source/store/snapshot.js';
import {startMs} from './_make.js';

const fine: Circumstances = {
	nowMs: startMs, link: {state: 'live', sinceMs: startMs, tier: 'tracking'}, tasks: [], workers: [], malformed: 0, unlistedTasks: 0, allSilent: false,
};
const task: TaskRow = {
	id: 'task_1',
	state: 'announced',
	description: new OutsideText('x'),
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

function said(seen: Partial<Circumstances>): ReadonlyArray<readonly [kind: string, subject: string | null, why: string]> {
	return findProblems({...fine, ...seen}).map(({kind, subject, why}) => [kind, subject, why]);
}

test('where all is well there is no problem', t => {
	t.deepEqual(said({tasks: [task, {...task, state: 'done'}, {...task, state: 'cancelled'}, {...task, state: 'claimed'}]}), []);
});

test('each problem names its subject and its evidence', t => {
	const orphan: TaskRow = {
		...task, state: 'orphaned', workerId: 'w', claimExpiresAtMs: startMs + 212_000,
	};
	t.deepEqual(said({tasks: [orphan]}), [['orphaned_claim', 'task_1', 'w holds it without a heartbeat; the claim expires in 4 min']]);
	t.deepEqual(said({tasks: [orphan], workers: [worker]}), [['orphaned_claim', 'task_1', 'w holds it without a heartbeat; the claim expires in 4 min']]);
	t.deepEqual(said({tasks: [{...orphan, claimExpiresAtMs: null}], workers: [{...worker, lastWorkAtMs: startMs - 71_000}]}), [
		['orphaned_claim', 'task_1', 'w holds it without a heartbeat, and gave its last sign 71 s ago; the claim never expires'],
	]);
	t.deepEqual(said({tasks: [{...task, state: 'failed', error: new OutsideText('boom')}]}), [['failed_task', 'task_1', 'set aside: boom']]);
	t.deepEqual(said({
		tasks: [{
			...task, state: 'slow', workerId: 'w', claimedAtMs: startMs - 600_000,
		}],
	}), [['slow_task', 'task_1', 'held by w for 10 min, far longer than its like']]);
	t.deepEqual(said({malformed: 2}), [['malformed', null, '2 of the findings cannot be read as findings']]);
	t.deepEqual(said({unlistedTasks: 1}), [['too_many', null, 'there are more than 200,000 tasks; the rest is not listed']]);
	t.deepEqual(said({allSilent: true}), [['silence', null, 'all workers fell silent at once']]);
	t.deepEqual(said({link: {state: 'lost', sinceMs: startMs, reason: cleanText('ECONNREFUSED')}}), [['link', null, 'the link to Redis was lost: ECONNREFUSED']]);
});

test('a full queue is one problem, told by the task that waits longest', t => {
	const tasks = [10, 61, 300, 90].map((seconds, index) => ({...task, id: `task_${index}`, sinceMs: startMs - (seconds * 1000)}));
	t.deepEqual(said({tasks}), [['unheard_task', 'task_2', '3 waiting, unclaimed; this one for 5 min']]);
	t.deepEqual(said({tasks: [{...task, sinceMs: startMs - 60_000}]}), []);
});

test('fifty of a kind are told one by one, the rest in one line', t => {
	const tasks = Array.from({length: 80}, (_, index): TaskRow => ({...task, id: `task_${index}`, state: 'failed'}));
	const problems = findProblems({...fine, tasks});
	t.is(problems.length, 51);
	t.like(problems.at(-1), {kind: 'failed_task', subject: null, why: 'and 30 more tasks are failed'});
});

test('the most urgent come first', t => {
	const tasks: readonly TaskRow[] = [
		{...task, id: 'waiting', sinceMs: startMs - 100_000},
		{...task, id: 'slow', state: 'slow'},
		{...task, id: 'failed', state: 'failed'},
		{...task, id: 'orphaned', state: 'orphaned'},
	];
	t.deepEqual(said({
		tasks, malformed: 1, allSilent: true, link: {state: 'lost', sinceMs: startMs, reason: cleanText('x')},
	}).map(([kind]) => kind), ['link', 'silence', 'orphaned_claim', 'failed_task', 'slow_task', 'unheard_task', 'malformed']);
});

test('what came from outside is clean in a problem', t => {
	const [problem] = findProblems({...fine, tasks: [{...task, state: 'failed', error: new OutsideText('\u001B[2Ja\nb')}]});
	t.is(String(problem?.why), 'set aside: a b');
});
