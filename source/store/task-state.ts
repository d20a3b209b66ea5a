import {UntrustedText} from '../protocol/untrusted-text.js';
import type {TaskBody} from '../protocol/task.js';
import type {SwarmEvent} from '../swarm/swarm-event.js';
import type {LogItem} from '../text/log.js';
import type {TaskRow, TaskState} from './snapshot.js';

/** The events that are about one task. */
export type TaskEvent = Extract<SwarmEvent, {type: 'task' | 'claim' | 'result' | 'attempts' | 'failed' | 'cancelled' | 'announced' | 'completed'}>;

/** What is known of one task; the facts from which its state follows. */
export type Facts = {
	readonly id: string;
	/** Its place in the list. */
	index: number;
	body: TaskBody | null;
	workerId: string | null;
	claimExpiresAtMs: number | null;
	claimedAtMs: number | null;
	/** When it was claimed, if we saw that happen. */
	beganAtMs: number | null;
	claimsSeen: number;
	attempts: number;
	findingId: string | null;
	error: UntrustedText | null;
	cancelled: boolean;
	/** Announced or completed by a message, and not deleted since. */
	heard: boolean;
	firstSeenMs: number;
	/** The scan during which it was told of last, and what was told to be there: bits of `parts`. */
	scan: number;
	told: number;
	state: TaskState;
};

/** What can be known of a task, one bit each. */
export const parts = {
	task: 1, claim: 2, result: 4, attempts: 8, failed: 16, cancelled: 32, announced: 64, completed: 64,
} as const satisfies Record<TaskEvent['type'], number>;

const nothing = new UntrustedText('');

/** A task of which nothing is known but that it was mentioned. */
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

/** Whether an event tells of something that is not there: of a task that is not known it says nothing. */
export function saysNothing(event: TaskEvent): boolean {
	switch (event.type) {
		case 'task': {
			return event.body === null;
		}

		case 'claim': {
			return event.workerId === null;
		}

		case 'result': {
			return event.findingId === null;
		}

		case 'attempts': {
			return event.attempts === null;
		}

		case 'failed': {
			return event.error === null;
		}

		case 'cancelled': {
			return !event.cancelled;
		}

		case 'announced':
		case 'completed': {
			return false;
		}
	}
}

/** The log entry for news of a task, or `null`. */
export function newsOf(event: TaskEvent): LogItem | null {
	switch (event.type) {
		case 'announced': {
			return {kind: 'task', taskId: event.id};
		}

		case 'claim': {
			return {kind: 'claim', taskId: event.id, workerId: event.workerId ?? ''};
		}

		case 'result': {
			return {kind: 'done', taskId: event.id, findingId: event.findingId ?? ''};
		}

		case 'failed': {
			return {kind: 'warning', taskId: event.id, state: 'set aside'};
		}

		case 'cancelled': {
			return {kind: 'warning', taskId: event.id, state: 'cancelled'};
		}

		case 'task':
		case 'attempts':
		case 'completed': {
			return null;
		}
	}
}

/** What is known of a task: bits of `parts`. */
export function partsOf(facts: Facts): number {
	return (facts.body ? parts.task : 0)
		| (facts.workerId === null ? 0 : parts.claim)
		| (facts.findingId === null ? 0 : parts.result)
		| (facts.attempts > 0 ? parts.attempts : 0)
		| (facts.error ? parts.failed : 0)
		| (facts.cancelled ? parts.cancelled : 0)
		| (facts.heard ? parts.announced : 0);
}

/** Whether nothing is left of a task. How often it was tried is nothing without it. */
export function isGone(facts: Facts): boolean {
	return (partsOf(facts) & ~parts.attempts) === 0;
}

/** The state that follows from the facts: see `Tasks`. */
export function stateOf(facts: Facts, nowMs: number, isLost: (workerId: string) => boolean, slowAfterMs: number): TaskState {
	if (facts.findingId !== null) {
		return 'done';
	}

	if (facts.cancelled) {
		return 'cancelled';
	}

	if (facts.error !== null) {
		return 'failed';
	}

	if (facts.workerId === null) {
		return 'announced';
	}

	if (isLost(facts.workerId)) {
		return 'orphaned';
	}

	return facts.claimedAtMs !== null && nowMs - facts.claimedAtMs > slowAfterMs ? 'slow' : 'claimed';
}

/** The facts as they are shown. */
export function rowOf(facts: Facts): TaskRow {
	return {
		id: facts.id,
		state: facts.state,
		description: facts.body?.description ?? nothing,
		files: facts.body?.files ?? [],
		malformed: facts.body === null ? 'announced, but there is no task under this id' : facts.body.malformed,
		workerId: facts.workerId,
		claimExpiresAtMs: facts.claimExpiresAtMs,
		claimedAtMs: facts.claimedAtMs,
		attempts: Math.max(facts.attempts, facts.claimsSeen),
		findingId: facts.findingId,
		error: facts.error,
		sinceMs: facts.body?.createdAtMs ?? facts.firstSeenMs,
	};
}
