import {OutsideText} from '../protocol/outside-text.js';
import type {TaskBody} from '../protocol/task.js';
import type {SwarmEvent} from '../swarm/events.js';
import type {TaskRow, TaskState} from './snapshot.js';

/** The events that are about one task. */
export type TaskEvent = Extract<SwarmEvent, {type: 'task' | 'claim' | 'result' | 'attempts' | 'failed' | 'cancelled' | 'announced' | 'completed'}>;

/** What is known of one task; the facts from which its state follows. */
export type Facts = {
	readonly id: string;
	/** Its place in the list. */
	readonly index: number;
	body: TaskBody | null;
	workerId: string | null;
	claimExpiresAtMs: number | null;
	claimedAtMs: number | null;
	claimsSeen: number;
	attempts: number;
	findingId: string | null;
	error: OutsideText | null;
	cancelled: boolean;
	firstSeenMs: number;
	scan: number;
	state: TaskState;
};

const nothing = new OutsideText('');

/** A task of which nothing is known but that it was mentioned. */
export function newFacts(id: string, index: number, nowMs: number): Facts {
	return {
		id,
		index,
		body: null,
		workerId: null,
		claimExpiresAtMs: null,
		claimedAtMs: null,
		claimsSeen: 0,
		attempts: 0,
		findingId: null,
		error: null,
		cancelled: false,
		firstSeenMs: nowMs,
		scan: 0,
		state: 'announced',
	};
}

/** A key that is not there says nothing of a task that is not known. */
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
			return true;
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

/** The state that follows from the facts: see `TaskBoard`. */
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
