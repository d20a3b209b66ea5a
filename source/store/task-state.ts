import {match, type Handlers} from '../protocol/match.js';
import {UntrustedText} from '../protocol/untrusted-text.js';
import type {TaskBody} from '../protocol/task.js';
import type {SwarmEvent} from '../swarm/swarm-event.js';
import type {LogItem} from '../text/log-text.js';
import {placeholders} from '../text/placeholders.js';
import type {TaskRow, TaskState} from './snapshot.js';

/** The events about one task. */
export type TaskEvent = Extract<SwarmEvent, {type: 'task' | 'claim' | 'result' | 'attempts' | 'failed' | 'cancelled' | 'announced' | 'completed'}>;

/** What is known of one task: much of its row, and what the rest follows from. */
export type Facts = {-readonly [Key in 'state' | 'workerId' | 'claimExpiresAtMs' | 'claimedAtMs' | 'attempts' | 'findingId' | 'error']: TaskRow[Key]} & {
	readonly id: string;
	/** Of its row. */
	index: number;
	body: TaskBody | null;
	/** When it was claimed, if we saw that happen. */
	beganAtMs: number | null;
	claimsSeen: number;
	cancelled: boolean;
	/** A message named it, and it was not deleted since. */
	heard: boolean;
	firstSeenMs: number;
	/** The last scan that found any of it, and what was found: bits of `parts`. */
	scan: number;
	told: number;
};

/** The parts of a task, one bit each. */
export const parts = {
	task: 1, claim: 2, result: 4, attempts: 8, failed: 16, cancelled: 32, announced: 64, completed: 64,
} as const satisfies Record<TaskEvent['type'], number>;

const nothing = new UntrustedText('');

/** Whether an event is about one task. */
export function isTaskEvent(event: SwarmEvent): event is TaskEvent {
	return event.type in parts;
}

/** A task of which nothing is known yet. */
export function newFacts(id: string, index: number, nowMs: number): Facts {
	return {
		id,
		index,
		body: null,
		workerId: null,
		claimExpiresAtMs: null,
		claimedAtMs: null,
		beganAtMs: null,
		claimsSeen: 0,
		attempts: 0,
		findingId: null,
		error: null,
		cancelled: false,
		heard: false,
		firstSeenMs: nowMs,
		scan: 0,
		told: 0,
		state: 'announced',
	};
}

const isAbsence: Handlers<'type', TaskEvent, boolean> = {
	task: ({body}) => body === null,
	claim: ({workerId}) => workerId === null,
	result: ({findingId}) => findingId === null,
	attempts: ({attempts}) => attempts === null,
	failed: ({error}) => error === null,
	cancelled: ({cancelled}) => !cancelled,
	announced: () => false,
	completed: () => false,
};

/** Whether an event reports that something is not there. For an unknown task that says nothing. */
export function saysNothing(event: TaskEvent): boolean {
	return match('type', event, isAbsence);
}

/** The log entry for news of a task, or `null`. */
export function newsOf(event: TaskEvent): LogItem | null {
	const {id: taskId} = event;
	return match<'type', TaskEvent, LogItem | null>('type', event, {
		announced: () => ({kind: 'task', taskId}),
		claim: ({workerId}) => ({kind: 'claim', taskId, workerId: workerId ?? ''}),
		result: ({findingId}) => ({kind: 'done', taskId, findingId: findingId ?? ''}),
		failed: () => ({kind: 'warning', taskId, state: 'set aside'}),
		cancelled: () => ({kind: 'warning', taskId, state: 'cancelled'}),
		task: () => null,
		attempts: () => null,
		completed: () => null,
	});
}

/** Which parts of a task are there: bits of `parts`. */
export function partsOf(facts: Facts): number {
	return (facts.body ? parts.task : 0)
		| (facts.workerId === null ? 0 : parts.claim)
		| (facts.findingId === null ? 0 : parts.result)
		| (facts.attempts > 0 ? parts.attempts : 0)
		| (facts.error ? parts.failed : 0)
		| (facts.cancelled ? parts.cancelled : 0)
		| (facts.heard ? parts.announced : 0);
}

/** Whether nothing is left of a task. A count of attempts alone does not count. */
export function isGone(facts: Facts): boolean {
	return (partsOf(facts) & ~parts.attempts) === 0;
}

/** The state of a task: done if it has a result; else cancelled or failed (set aside); else, while it is claimed, orphaned (the holder is lost), slow or claimed; else announced. */
export function stateOf({findingId, cancelled, error, workerId, claimedAtMs}: Facts, nowMs: number, isLost: (workerId: string) => boolean, slowAfterMs: number): TaskState {
	if (findingId !== null) {
		return 'done';
	}

	if (cancelled || error !== null) {
		return cancelled ? 'cancelled' : 'failed';
	}

	if (workerId === null || isLost(workerId)) {
		return workerId === null ? 'announced' : 'orphaned';
	}

	return claimedAtMs !== null && nowMs - claimedAtMs > slowAfterMs ? 'slow' : 'claimed';
}

/** The row of a task. */
export function rowOf({id, state, body, workerId, claimExpiresAtMs, claimedAtMs, attempts, claimsSeen, findingId, error, firstSeenMs}: Facts): TaskRow {
	return {
		id,
		state,
		description: body?.description ?? nothing,
		files: body?.files ?? [],
		malformed: body === null ? placeholders.noTask : body.malformed,
		workerId,
		claimExpiresAtMs,
		claimedAtMs,
		attempts: Math.max(attempts, claimsSeen),
		findingId,
		error,
		sinceMs: body?.createdAtMs ?? firstSeenMs,
	};
}
