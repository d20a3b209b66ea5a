import type {BudgetLevel} from '../money/budget.js';
import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import {countOf} from './count-of.js';
import {formatAge} from './format.js';
import {formatLimit} from './money.js';

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

/** What is wrong, and what a person can do about it. */
export type ProblemText = {readonly why: CleanText; readonly remedy: CleanText};

/** A problem in words. */
export function problemText(problem: Problem): ProblemText {
	return {why: whyOf(problem), remedy: cleanText(remedyOf(problem))};
}

function whyOf(problem: Problem): CleanText {
	if ('more' in problem) {
		return clean`${countOf(problem.more, 'more task')} like these`;
	}

	switch (problem.kind) {
		case 'link': {
			return clean`the connection to Redis was lost: ${problem.reason}`;
		}

		case 'silence': {
			return clean`all workers stopped sending heartbeats at once`;
		}

		case 'budget': {
			return budgetWhy(problem);
		}

		case 'blocked_worker': {
			return problem.workers === 1
				? clean`claims nothing: ${problem.reason}`
				: clean`${problem.workers} workers, including this one, claim nothing: ${problem.reason}`;
		}

		case 'orphaned_claim': {
			const silent = problem.silentMs === null ? '' : `, last active ${formatAge(problem.silentMs)} ago`;
			const lease = problem.expiresInMs === null ? 'the claim never expires' : `the claim expires in ${formatAge(problem.expiresInMs)}`;
			return clean`claimed by ${problem.holder}, which sends no heartbeat${silent}; ${lease}`;
		}

		case 'failed_task': {
			return clean`set aside: ${problem.error?.line(120) ?? 'no reason given'}`;
		}

		case 'slow_task': {
			return clean`claimed by ${problem.holder} for ${formatAge(problem.heldMs)}, much longer than usual`;
		}

		case 'unheard_task': {
			return clean`${countOf(problem.tasks, 'unclaimed task')}; this one has waited ${formatAge(problem.waitingMs)}`;
		}

		case 'malformed': {
			return clean`${countOf(problem.findings, 'malformed finding')}`;
		}

		case 'too_many': {
			return clean`more than ${countOf(problem.maxTasks, 'task')}; the rest is not listed`;
		}
	}
}

function budgetWhy({level, limitUsd, overUsd, percent}: Extract<Problem, {kind: 'budget'}>): CleanText {
	switch (level) {
		case 'unreadable': {
			return clean`the budget in swarm:budget is unreadable: workers claim nothing`;
		}

		case 'spent': {
			const over = overUsd > 0 ? `; running tasks went ${formatLimit(overUsd)} over` : '';
			return clean`the budget of ${formatLimit(limitUsd)} is spent: workers claim nothing${over}`;
		}

		case 'near': {
			return clean`${percent}% of the budget of ${formatLimit(limitUsd)} is spent`;
		}
	}
}

function remedyOf(problem: Problem): string {
	switch (problem.kind) {
		case 'link': {
			return 'wait, or check the server';
		}

		case 'silence': {
			return 'check the connection and the clock of this machine';
		}

		case 'budget': {
			return problem.level === 'unreadable' ? 'set it again with `budget`' : 'raise it with `budget`';
		}

		case 'blocked_worker': {
			return 'fix the cause; workers retry on their own';
		}

		case 'orphaned_claim': {
			return 'rescue';
		}

		case 'failed_task': {
			return 'retry';
		}

		case 'slow_task': {
			return 'check its worker';
		}

		case 'unheard_task': {
			return 'start a worker, or announce it again';
		}

		case 'malformed': {
			return 'filter findings by `malformed`';
		}

		case 'too_many': {
			return 'delete finished tasks';
		}
	}
}
