import {readFields} from './stored-object.js';
import {
	isRecord, readCount, readName, readNumber,
} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';
import {readTime} from './times.js';

const maxTasks = 200;

/** The progress of one of our workers with a task, as it reports it. */
export type TaskProgress = {
	readonly task: string;
	/** Replies of the model so far. */
	readonly turn: number;
	/** The tool in use, or last used. */
	readonly tool: string | null;
	/** Tokens of all classes so far. */
	readonly tokens: number;
};

const states = ['idle', 'working', 'paused', 'draining'] as const;

/** What one of our workers reports about itself, in `swarm:worker:<id>`. Missing parts are `null`. */
export type WorkerNote = {
	readonly host: string | null;
	readonly pid: number | null;
	readonly executor: string | null;
	readonly model: string | null;
	/** Its working directory. */
	readonly workdir: string | null;
	readonly state: (typeof states)[number] | null;
	/** Why it claims nothing at the moment, in words. */
	readonly blocked: string | null;
	/** The code of that reason, if it is the budget. */
	readonly blockedCode: string | null;
	readonly concurrency: number | null;
	/** Of its running tasks, as far as known. At most 200. */
	readonly progress: readonly TaskProgress[];
	/** Attempts that completed their task. */
	readonly done: number | null;
	/** Attempts that failed. */
	readonly failed: number | null;
	/** The cost of all its attempts since it started, in US dollars. */
	readonly spentUsd: number | null;
	readonly startedAtMs: number | null;
};

/** Read `swarm:worker:<id>`. `null`: it is missing or not an object. */
export function readWorkerNote(value: RedisValue): WorkerNote | null {
	const fields = readFields(value);
	if (!fields.ok) {
		return null;
	}

	const {get} = fields;
	const state = get('state');
	return {
		host: readName(get('host')),
		pid: readCount(get('pid')),
		executor: readName(get('executor')),
		model: readName(get('model')),
		workdir: readName(get('workdir')),
		state: states.find(known => known === state) ?? null,
		blocked: readName(get('blocked')),
		blockedCode: readName(get('blocked_code')),
		concurrency: readCount(get('concurrency')),
		progress: readProgress(get('progress')),
		done: readCount(get('done')),
		failed: readCount(get('failed')),
		spentUsd: readNumber(get('spent_usd')),
		startedAtMs: readTime(get('started_at'))?.atMs ?? null,
	};
}

/** Items without a task or a number of turns are left out. */
function readProgress(value: unknown): readonly TaskProgress[] {
	const items: readonly unknown[] = Array.isArray(value) ? value.slice(0, maxTasks) : [];
	return items.filter(item => isRecord(item)).flatMap(item => {
		const task = readName(item.task);
		const turn = readCount(item.turn);
		const progress = {tool: readName(item.tool), tokens: readCount(item.tokens) ?? 0};
		return task === null || turn === null ? [] : [{task, turn, ...progress}];
	});
}
