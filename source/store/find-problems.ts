import {budgetLevel, percentSpent} from '../money/budget.js';
import type {Problem} from '../text/problem-text.js';
import type {Snapshot, TaskRow, WorkerRow} from './snapshot.js';
import {maxTasks} from './tasks.js';

const unheardAfterMs = 60_000;
const maxPerKind = 50;

/** What `findProblems` looks at. */
export type Circumstances = Pick<Snapshot, 'atMs' | 'link' | 'tasks' | 'workers' | 'findings' | 'cost'>;

/** What needs a person, most urgent first. At most 50 of a kind; the rest is counted. @param allSilent Whether all heartbeats stopped at once. */
export function findProblems({atMs, link, tasks: {items: tasks, total}, workers: {items: workers}, findings: {malformed}, cost}: Circumstances, allSilent: boolean): readonly Problem[] {
	const byId = new Map(workers.map(worker => [worker.id, worker]));
	return [
		...only(link.state === 'lost' && {kind: 'link', subject: null, reason: link.reason}),
		...only(allSilent && {kind: 'silence', subject: null}),
		...budget(cost),
		...blocked(workers, cost),
		...limited(tasks, 'orphaned', 'orphaned_claim', task => orphaned(task, byId.get(task.workerId ?? ''), atMs)),
		...limited(tasks, 'failed', 'failed_task', ({id, error}) => ({kind: 'failed_task', subject: id, error})),
		...limited(tasks, 'slow', 'slow_task', ({id, workerId, claimedAtMs}) => ({
			kind: 'slow_task', subject: id, holder: workerId ?? '?', heldMs: atMs - (claimedAtMs ?? atMs),
		})),
		...unheard(tasks, atMs),
		...only(malformed > 0 && {kind: 'malformed', subject: null, findings: malformed}),
		...only(total > tasks.length && {kind: 'too_many', subject: null, maxTasks}),
	];
}

function only(problem: Problem | false): readonly Problem[] {
	return problem === false ? [] : [problem];
}

function budget({budget, haikuUsd}: Snapshot['cost']): readonly Problem[] {
	const level = budgetLevel(budget, haikuUsd);
	if (level === 'none' || level === 'fine') {
		return [];
	}

	const {limitUsd, overUsd} = budget === null || budget === 'unreadable' ? {limitUsd: null, overUsd: 0} : budget;
	return [{
		kind: 'budget', subject: null, level, limitUsd: limitUsd ?? 0, overUsd, percent: percentSpent(limitUsd ?? 0, haikuUsd ?? 0),
	}];
}

/** Workers that say that they claim nothing, one problem for each reason. If the budget of the swarm is the reason, `budget` tells it. */
function blocked(workers: readonly WorkerRow[], cost: Snapshot['cost']): readonly Problem[] {
	const isBudgetTold = ['spent', 'unreadable'].includes(budgetLevel(cost.budget, cost.haikuUsd));
	const byReason = new Map<string, {readonly first: string; count: number}>();
	for (const {id, note, beatExpiresAtMs} of workers) {
		const {blocked: reason = null, blockedCode: code = null} = note ?? {};
		if (reason !== null && beatExpiresAtMs !== null && !(isBudgetTold && (code === 'swarm_limit' || code === 'budget_unreadable'))) {
			const known = byReason.get(reason) ?? {first: id, count: 0};
			known.count++;
			byReason.set(reason, known);
		}
	}

	return [...byReason].slice(0, maxPerKind).map(([reason, {first, count}]) => ({
		kind: 'blocked_worker', subject: first, reason, workers: count,
	}));
}

function orphaned(task: TaskRow, worker: WorkerRow | undefined, nowMs: number): Problem {
	const lastWorkAtMs = worker?.lastWorkAtMs ?? null;
	return {
		kind: 'orphaned_claim',
		subject: task.id,
		holder: task.workerId ?? '?',
		silentMs: lastWorkAtMs === null ? null : nowMs - lastWorkAtMs,
		expiresInMs: task.claimExpiresAtMs === null ? null : task.claimExpiresAtMs - nowMs,
	};
}

/** Up to 50 problems of the tasks in a state, and one for the rest. */
function limited(tasks: readonly TaskRow[], state: TaskRow['state'], kind: 'orphaned_claim' | 'failed_task' | 'slow_task', problemOf: (task: TaskRow) => Problem): readonly Problem[] {
	const found = tasks.filter(task => task.state === state);
	const more = found.length - maxPerKind;
	return [...found.slice(0, maxPerKind).map(task => problemOf(task)), ...only(more > 0 && {kind, subject: null, more})];
}

/** Tasks that wait too long are one problem, because a full queue is no hundred problems. */
function unheard(tasks: readonly TaskRow[], nowMs: number): readonly Problem[] {
	let oldest: TaskRow | null = null;
	let count = 0;
	for (const task of tasks) {
		if (task.state === 'announced' && nowMs - task.sinceMs > unheardAfterMs) {
			count++;
			oldest = oldest && oldest.sinceMs <= task.sinceMs ? oldest : task;
		}
	}

	return only(oldest !== null && {
		kind: 'unheard_task', subject: oldest.id, tasks: count, waitingMs: nowMs - oldest.sinceMs,
	});
}
