import type {BudgetLevel} from '../money/budget.js';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import {countOf} from './count-of.js';
import {formatAge} from './format-numbers.js';
import {formatLimit} from './budget-text.js';

/** Something that needs a person, as facts. `subject` is the id of a task or worker, if there is one. Times in milliseconds. */
export type Problem
	= | {readonly kind: 'link'; readonly subject: null; readonly reason: CleanText}
		| {readonly kind: 'silence'; readonly subject: null}
		| {readonly kind: 'budget'; readonly subject: null; readonly level: Exclude<BudgetLevel, 'none' | 'fine'>; readonly limitUsd: number; readonly overUsd: number; readonly percent: number}
	/** `subject` is one of `workers` workers that are blocked for the same reason. */
		| {readonly kind: 'blocked_worker'; readonly subject: string; readonly reason: string; readonly workers: number}
		| {readonly kind: 'orphaned_claim'; readonly subject: string; readonly holder: string; readonly silentMs: number | null; readonly expiresInMs: number | null}
		| {readonly kind: 'failed_task'; readonly subject: string; readonly error: UntrustedText | null}
		| {readonly kind: 'slow_task'; readonly subject: string; readonly holder: string; readonly heldMs: number}
	/** `more` tasks have the same problem as those listed. */
		| {readonly kind: 'orphaned_claim' | 'failed_task' | 'slow_task'; readonly subject: null; readonly more: number}
	/** `subject` has waited longest, of `tasks` tasks. */
		| {readonly kind: 'unheard_task'; readonly subject: string; readonly tasks: number; readonly waitingMs: number}
		| {readonly kind: 'malformed'; readonly subject: null; readonly findings: number}
		| {readonly kind: 'too_many'; readonly subject: null; readonly maxTasks: number};

type SingleProblem = Exclude<Problem, {more: number}>;

/** What is wrong, and what a person can do about it. */
export type ProblemText = {readonly why: CleanText; readonly remedy: CleanText};

const texts: {readonly [Kind in Problem['kind']]: {why(problem: Extract<SingleProblem, {kind: Kind}>): CleanText; readonly remedy: string}} = {
	link: {
		why: ({reason}) => clean`the connection to Redis was lost: ${reason}`,
		remedy: 'wait, or check the server',
	},
	silence: {
		why: () => clean`all workers stopped sending heartbeats at once`,
		remedy: 'check the connection and the clock of this machine',
	},
	budget: {
		why: budgetWhy,
		remedy: 'raise it with `budget`',
	},
	blocked_worker: {
		why: ({workers, reason}) => workers === 1 ? clean`claims nothing: ${reason}` : clean`${workers} workers, including this one, claim nothing: ${reason}`,
		remedy: 'fix the cause; workers retry on their own',
	},
	orphaned_claim: {
		why({holder, silentMs, expiresInMs}) {
			const silent = silentMs === null ? '' : `, last active ${formatAge(silentMs)} ago`;
			const lease = expiresInMs === null ? 'the claim never expires' : `the claim expires in ${formatAge(expiresInMs)}`;
			return clean`claimed by ${holder}, which sends no heartbeat${silent}; ${lease}`;
		},
		remedy: 'rescue',
	},
	failed_task: {
		why: ({error}) => clean`set aside: ${error?.line(120) ?? 'no reason given'}`,
		remedy: 'retry',
	},
	slow_task: {
		why: ({holder, heldMs}) => clean`claimed by ${holder} for ${formatAge(heldMs)}, much longer than usual`,
		remedy: 'check its worker',
	},
	unheard_task: {
		why: ({tasks, waitingMs}) => clean`${countOf(tasks, 'unclaimed task')}; this one has waited ${formatAge(waitingMs)}`,
		remedy: 'start a worker, or announce it again',
	},
	malformed: {
		why: ({findings}) => clean`${countOf(findings, 'malformed finding')}`,
		remedy: 'filter findings by `malformed`',
	},
	too_many: {
		why: ({maxTasks}) => clean`more than ${countOf(maxTasks, 'task')}; the rest is not listed`,
		remedy: 'delete finished tasks',
	},
};

/** A problem in words. */
export function problemText(problem: Problem): ProblemText {
	const {why, remedy} = texts[problem.kind];
	return {
		why: 'more' in problem ? clean`${countOf(problem.more, 'more task')} like these` : (why as (problem: SingleProblem) => CleanText)(problem),
		remedy: cleanText(problem.kind === 'budget' && problem.level === 'unreadable' ? 'set it again with `budget`' : remedy),
	};
}

function budgetWhy({level, limitUsd, overUsd, percent}: Extract<Problem, {kind: 'budget'}>): CleanText {
	const over = overUsd > 0 ? `; running tasks went ${formatLimit(overUsd)} over` : '';
	return {
		unreadable: clean`the budget in swarm:budget is unreadable: workers claim nothing`,
		spent: clean`the budget of ${formatLimit(limitUsd)} is spent: workers claim nothing${over}`,
		near: clean`${percent}% of the budget of ${formatLimit(limitUsd)} is spent`,
	}[level];
}
