import test from 'ava';
import {audit, describeTask, type Evidence} from '../_helpers/chaos/audit.js';
import {isClean, reportLines} from '../_helpers/chaos/report.js';
import {runTrial} from '../_helpers/chaos/trial.js';

test('300 tasks are done once and paid once, while connections are cut, processes are killed and Redis is stopped', async t => {
	const report = await runTrial('swarm', {
		tasks: 300, perSecond: 120, killEvery: 60, napEvery: 140, restartEvery: 130,
	});
	t.log(reportLines('swarm', report).join('\n'));
	t.true(isClean(report));
	// There was trouble.
	t.like(report, {kills: 5, naps: 2, restarts: 2});
	t.true(report.cuts > 50 && report.lostReplies > 5);
});

const finding = (id: string, taskId: string, usd: number, status?: string) => ['SET', `finding:${id}`, JSON.stringify({task: describeTask(taskId), cost: usd, status})] as const;

/** Two tasks, each done once and paid once. */
const fine: Evidence = {
	taskIds: ['t1', 't2'],
	spent: [{microUsd: 100_100, taskId: 't1', isInterrupted: false}, {microUsd: 100_200, taskId: 't2', isInterrupted: true}],
	history: [
		['SET', 'task:t1:claimed', 'w1', 'PXAT', '1'],
		finding('f1', 't1', 0.1001),
		['SET', 'cost:haiku', '0.1001', 'KEEPTTL'],
		['SET', 'task:t1:result', 'f1'],
		['DEL', 'task:t1:claimed'],
		finding('f2', 't2', 0.1002, 'completed'),
		['SET', 'cost:haiku', '0.20030000000000000001'],
		['SET', 'task:t2:result', 'f2'],
	],
};

const good = {
	lost: [], neverClaimed: 0, finishedTwice: [], costErrorMicroUsd: 0, changedHands: 0,
};

test('the audit finds nothing where all is well', t => {
	t.deepEqual(audit(fine), good);
	// Sent twice, and an attempt that failed.
	t.deepEqual(audit({
		...fine,
		history: [...fine.history, ['SET', 'task:t2:result', 'f2'], finding('f3', 't1', 0.1003, 'failed'), ['SET', 'cost:haiku', '0.3006']],
		spent: [...fine.spent, {microUsd: 100_300, taskId: 't1', isInterrupted: false}],
	}), good);
	// Killed before it could tell.
	t.deepEqual(audit({...fine, spent: [...fine.spent, {microUsd: 100_300, taskId: 't1', isInterrupted: true}]}), good);
});

test('the audit finds what is lost, done twice, and counted wrongly', t => {
	t.deepEqual(audit({...fine, taskIds: ['t1', 't2', 't3']}), {...good, lost: ['t3'], neverClaimed: 1});
	t.deepEqual(audit({...fine, history: [...fine.history, ['DEL', 'task:t1:result']]}), {...good, lost: ['t1']});
	t.deepEqual(audit({...fine, history: [...fine.history, ['SET', 'task:t1:result', 'f9']]}), {...good, finishedTwice: ['t1']});
	t.deepEqual(audit({...fine, history: [...fine.history, finding('f9', 't2', 0)]}), {...good, finishedTwice: ['t2']});
	// Counted again, not counted, not counted though the finding came, never spent, taken away.
	t.deepEqual(audit({...fine, history: [...fine.history, ['SET', 'cost:haiku', '0.3004']]}), {...good, costErrorMicroUsd: 100_100});
	t.deepEqual(audit({...fine, spent: [...fine.spent, {microUsd: 100_300, taskId: 't1', isInterrupted: false}]}), {...good, costErrorMicroUsd: 100_300});
	t.deepEqual(audit({...fine, history: fine.history.filter(([_command, _key, value]) => !value?.startsWith('0.2'))}), {...good, costErrorMicroUsd: 100_200});
	t.deepEqual(audit({...fine, history: [...fine.history, ['SET', 'cost:haiku', '0.200305']]}), {...good, costErrorMicroUsd: 5});
	t.deepEqual(audit({...fine, history: [...fine.history, ['DEL', 'cost:haiku']]}), {...good, costErrorMicroUsd: 200_300});
});
