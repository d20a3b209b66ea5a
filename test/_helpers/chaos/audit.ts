/*
What really happened, from three sources that no lost message and no overwritten key can bend: which tasks were published, every write that Redis has accepted, and what every process has spent.

Each step of `cost:haiku` is the amount of one attempt, and every amount occurs once, so each attempt is found there as often as it was counted. It is due once, with one exception: the process was
killed at some time after the attempt. Then the attempt may have come to Redis or not; but if its finding did, so must its cost.
*/
import {keys, parseKey} from '../../../source/protocol/redis-keys.js';
import type {Spent} from './spending-book.js';
import type {Write} from './write-history.js';

/** What is to be compared. */
export type Evidence = {
	readonly taskIds: readonly string[];
	readonly history: readonly Write[];
	readonly spent: readonly Spent[];
};

/** What came out. */
export type Verdict = {
	/** Ids of tasks that have a body and no result. */
	readonly lost: readonly string[];
	/** How many of these nobody ever claimed. */
	readonly neverClaimed: number;
	/** Ids of tasks that have more than one finding that says it is done, or a result that was changed. */
	readonly finishedTwice: readonly string[];
	/** The attempts that were counted too often or not often enough, with what they cost, added up without their signs. */
	readonly costErrorMicroUsd: number;
	/** How many tasks were claimed by more than one worker before they had a result: how much there was to go wrong. */
	readonly changedHands: number;
};

/** The description of a task in a trial. A foreign finding tells by it which task it answers. */
export function describeTask(taskId: string): string {
	return `chaos task ${taskId}`;
}

/** Compare. */
export function audit({taskIds, history, spent}: Evidence): Verdict {
	const results = new Map<string, string>();
	const answers = new Map<string, Set<string>>(taskIds.map(id => [id, new Set()]));
	const holders = new Map<string, Set<string>>(taskIds.map(id => [id, new Set()]));
	const foundMicroUsd = new Set<number>();
	const timesCounted = new Map<number, number>();
	let totalMicroUsd = 0;

	for (const [command, name = '', value = ''] of history) {
		const key = parseKey(name);
		const isSet = command === 'SET';
		if (key?.kind === 'result' && isSet) {
			results.set(key.id, value);
			answers.get(key.id)?.add(value);
		} else if (key?.kind === 'result' && isRemoval(command)) {
			results.delete(key.id);
		} else if (key?.kind === 'claim' && isSet && !results.has(key.id)) {
			holders.get(key.id)?.add(value);
		} else if (key?.kind === 'finding' && isSet) {
			const finding = JSON.parse(value) as {readonly task: string; readonly status?: string; readonly cost: number};
			foundMicroUsd.add(microUsdOf(finding.cost));
			if (finding.status !== 'failed') {
				answers.get(finding.task.replace(describeTask(''), ''))?.add(key.id);
			}
		} else if (name === keys.cost('haiku')) {
			const nextMicroUsd = microUsdOf(isSet ? Number(value) : 0);
			const addedMicroUsd = nextMicroUsd - totalMicroUsd;
			timesCounted.set(addedMicroUsd, (timesCounted.get(addedMicroUsd) ?? 0) + 1);
			totalMicroUsd = nextMicroUsd;
		}
	}

	let costErrorMicroUsd = 0;
	for (const {microUsd, isInterrupted} of spent) {
		const times = timesCounted.get(microUsd) ?? 0;
		timesCounted.delete(microUsd);
		const mayBeMissing = isInterrupted && !foundMicroUsd.has(microUsd);
		costErrorMicroUsd += Math.abs(times - (mayBeMissing ? Math.min(times, 1) : 1)) * microUsd;
	}

	// What is left, nobody has spent.
	for (const [microUsd, times] of timesCounted) {
		costErrorMicroUsd += Math.abs(microUsd) * times;
	}

	const lost = taskIds.filter(id => !results.has(id));
	return {
		lost,
		neverClaimed: lost.filter(id => holders.get(id)!.size === 0).length,
		finishedTwice: taskIds.filter(id => answers.get(id)!.size > 1),
		costErrorMicroUsd,
		changedHands: [...holders.values()].filter(({size}) => size > 1).length,
	};
}

function isRemoval(command: string): boolean {
	return command === 'DEL' || command === 'UNLINK';
}

function microUsdOf(usd: number): number {
	return Math.round(usd * 1e6);
}
