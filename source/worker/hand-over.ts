import {
	channels, claimTtlSeconds, keys, swarmKeys,
} from '../protocol/keys.js';
import {newFindingId} from '../protocol/ids.js';
import {encodeFinding} from '../protocol/new-records.js';
import {isRecord, readList, readString} from '../protocol/scalars.js';
import type {Connection} from '../redis/connection.js';
import {loadScript} from '../redis/load-script.js';
import type {Job, Outcome} from './executor.js';

const release = loadScript('release-1');

/**
Take a task: `SET … NX EX 300`.

@returns What to do; `null` where there is nothing to do: no such task, it is done, cancelled or set aside, or somebody else has it.
*/
export async function claimTask(connection: Connection, taskId: string, workerId: string): Promise<Job | null> {
	const isOver = await connection.call('EXISTS', keys.result(taskId), swarmKeys.cancelled(taskId), swarmKeys.failed(taskId)) !== 0;
	if (isOver || await connection.call('EXISTS', keys.task(taskId)) === 0) {
		return null;
	}

	const isClaimed = await connection.call('SET', keys.claim(taskId), workerId, 'NX', 'EX', claimTtlSeconds) !== null;
	// A claim whose reply was lost is ours all the same: worker ids are unique, and a worker never claims twice at once.
	if (!isClaimed && await connection.call('GET', keys.claim(taskId)) !== workerId) {
		return null;
	}

	const body = await connection.call('GET', keys.task(taskId));
	if (typeof body === 'string') {
		return jobOf(taskId, body);
	}

	await releaseTask(connection, taskId, workerId);
	return null;
}

/** Give a task back that is not finished, and announce it again, so that somebody else takes it. Does nothing where it is no longer ours. */
export async function releaseTask(connection: Connection, taskId: string, workerId: string): Promise<void> {
	if (await connection.evaluate(release, [keys.claim(taskId)], [workerId]) === 1) {
		await connection.call('PUBLISH', channels.tasks, taskId);
	}
}

/** What a finding is made of. */
export type Work = {
	readonly workerId: string;
	readonly job: Job;
	readonly outcome: Outcome;
	readonly executor: string;
	readonly durationMs: number;
};

/**
Write the finding, announce it, add its cost, and, where it answers a task, write the task's result and announce its completion: steps 3 and 4 of a task's life.

@returns The id of the finding.
*/
export async function handOver(connection: Connection, {workerId, job, outcome, executor, durationMs}: Work): Promise<string> {
	const id = newFindingId();
	const {result, filesChanged, citations, tokens, costUsd, simulated} = outcome;
	await connection.call('SET', keys.finding(id), encodeFinding({
		id, workerId, taskId: job.taskId, task: job.description, result, filesChanged, citations, tokens, costUsd, executor, durationMs, status: 'completed', simulated,
	}, Date.now()));
	await connection.call('PUBLISH', channels.findings, id);
	if (costUsd > 0 && !simulated) {
		await connection.call('INCRBYFLOAT', keys.cost('haiku'), costUsd);
	}

	if (job.taskId !== null) {
		// Whoever was first has answered it: a second answer stays a finding, but does not replace the first.
		await connection.call('SET', keys.result(job.taskId), id, 'NX');
		await connection.call('PUBLISH', channels.completions, job.taskId);
	}

	return id;
}

/** A task of any shape can be worked on: text that is no JSON object is its own description. */
function jobOf(taskId: string, body: string): Job {
	try {
		const parsed: unknown = JSON.parse(body);
		if (isRecord(parsed)) {
			return {taskId, description: readString(parsed.description) ?? body, files: readList(parsed.files)};
		}
	} catch {
		// No JSON: the text itself is the task.
	}

	return {taskId, description: body, files: []};
}
