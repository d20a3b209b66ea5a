import {clean, cleanText} from '../protocol/clean-text.js';
import {budgetLevel, budgetProblems} from './budget.js';
import type {
	Link, Problem, Snapshot, TaskRow, WorkerRow,
} from './snapshot.js';

const unheardAfterMs = 60_000;
const mostOfAKind = 50;

/** What `findProblems` looks at. Times in milliseconds since the epoch. */
export type Circumstances = {
	readonly nowMs: number;
	readonly link: Link;
	readonly tasks: readonly TaskRow[];
	readonly workers: readonly WorkerRow[];
	readonly cost: Snapshot['cost'];
	readonly malformed: number;
	readonly unlistedTasks: number;
	readonly allSilent: boolean;
};

/**
What needs a person, most urgent first: each with its subject, the evidence, and what can be done. At most 50 of a kind; the rest is counted in one line.
*/
export function findProblems(seen: Circumstances): readonly Problem[] {
	const problems: Problem[] = [];
	if (seen.link.state === 'lost') {
		problems.push({
			kind: 'link', subject: null, why: clean`the link to Redis was lost: ${seen.link.reason}`, remedy: cleanText('wait, or check the server'),
		});
	}

	if (seen.allSilent) {
		problems.push({
			kind: 'silence', subject: null, why: cleanText('all workers fell silent at once'), remedy: cleanText('suspect our link or clock first'),
		});
	}

	const beats = new Map(seen.workers.map(worker => [worker.id, worker]));
	problems.push(
		...budgetProblems(seen.cost),
		...blocked(seen),
		...limited(seen.tasks, 'orphaned', task => orphaned(task, beats.get(task.workerId ?? ''), seen.nowMs)),
		...limited(seen.tasks, 'failed', task => ({
			kind: 'failed_task', subject: task.id, why: clean`set aside: ${task.error?.line(120) ?? 'no reason given'}`, remedy: cleanText('retry'),
		})),
		...limited(seen.tasks, 'slow', task => ({
			kind: 'slow_task',
			subject: task.id,
			why: clean`held by ${task.workerId ?? '?'} for ${age(seen.nowMs - (task.claimedAtMs ?? seen.nowMs))}, far longer than its like`,
			remedy: cleanText('look at its worker'),
		})),
		...unheard(seen),
	);
	if (seen.malformed > 0) {
		problems.push({
			kind: 'malformed', subject: null, why: clean`${seen.malformed} of the findings cannot be read as findings`, remedy: cleanText('filter findings for: malformed'),
		});
	}

	if (seen.unlistedTasks > 0) {
		problems.push({
			kind: 'too_many', subject: null, why: cleanText('there are more than 200,000 tasks; the rest is not listed'), remedy: cleanText('archive what is done'),
		});
	}

	return problems;
}

/** Workers that say that they claim nothing: one problem for each reason. Of a budget that forbids it to all, its own problem tells. */
function blocked({workers, cost}: Circumstances): readonly Problem[] {
	const isForbidden = ['spent', 'unreadable'].includes(budgetLevel(cost));
	const byReason = new Map<string, {readonly first: string; count: number}>();
	for (const {id, note, beatExpiresAtMs} of workers) {
		const reason = note?.blocked ?? null;
		if (reason !== null && beatExpiresAtMs !== null && !(isForbidden && reason.startsWith('the budget '))) {
			const known = byReason.get(reason) ?? {first: id, count: 0};
			known.count++;
			byReason.set(reason, known);
		}
	}

	return [...byReason].slice(0, mostOfAKind).map(([reason, {first, count}]) => ({
		kind: 'blocked_worker',
		subject: first,
		why: count === 1 ? clean`claims nothing: ${reason}` : clean`${count} workers, this one among them, claim nothing: ${reason}`,
		remedy: cleanText('set that right; they try again by themselves'),
	}));
}

function orphaned(task: TaskRow, worker: WorkerRow | undefined, nowMs: number): Problem {
	const lastSign = worker?.lastWorkAtMs;
	const since = lastSign === null || lastSign === undefined ? '' : `, and gave its last sign ${age(nowMs - lastSign)} ago`;
	const left = task.claimExpiresAtMs === null ? 'the claim never expires' : `the claim expires in ${age(task.claimExpiresAtMs - nowMs)}`;
	return {
		kind: 'orphaned_claim', subject: task.id, why: clean`${task.workerId ?? '?'} holds it without a heartbeat${since}; ${left}`, remedy: cleanText('rescue'),
	};
}

/** Up to 50 problems of the tasks in a state, and one line for the rest. */
function limited(tasks: readonly TaskRow[], state: TaskRow['state'], problemOf: (task: TaskRow) => Problem): readonly Problem[] {
	const found: Problem[] = [];
	let more = 0;
	for (const task of tasks) {
		if (task.state !== state) {
			continue;
		}

		if (found.length < mostOfAKind) {
			found.push(problemOf(task));
		} else {
			more++;
		}
	}

	const last = found.at(-1);
	return more === 0 || !last ? found : [...found, {...last, subject: null, why: clean`and ${more} more tasks are ${state}`}];
}

/** Tasks that wait too long: told in one line, because a full queue is no hundred problems. */
function unheard({tasks, nowMs}: Circumstances): readonly Problem[] {
	let oldest: TaskRow | null = null;
	let count = 0;
	for (const task of tasks) {
		if (task.state === 'announced' && nowMs - task.sinceMs > unheardAfterMs) {
			count++;
			oldest = oldest && oldest.sinceMs <= task.sinceMs ? oldest : task;
		}
	}

	return oldest
		? [{
			kind: 'unheard_task', subject: oldest.id, why: clean`${count} waiting, unclaimed; this one for ${age(nowMs - oldest.sinceMs)}`, remedy: cleanText('start a worker, or publish it again'),
		}]
		: [];
}

function age(ms: number): string {
	const seconds = Math.max(0, Math.round(ms / 1000));
	return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
