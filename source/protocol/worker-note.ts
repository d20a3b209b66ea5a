import {readFields} from './stored-object.js';
import {
	isRecord, readCount, readName, readNumber,
} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';
import {readTime} from './times.js';

const mostInHand = 200;

/** How far a worker of ours has got with one task, as it says itself. */
export type TaskProgress = {
	readonly task: string;
	/** Answers of the model so far. */
	readonly turn: number;
	/** The tool that is used at the moment or was used last, or `null`. */
	readonly tool: string | null;
	/** Tokens of all classes so far. */
	readonly tokens: number;
};

const workerSays = ['idle', 'working', 'paused', 'draining'] as const;

/** What a worker of ours says of itself beside its heartbeat, from `swarm:worker:<id>`. Each part is `null` where it is not said. */
export type WorkerNote = {
	readonly host: string | null;
	readonly pid: number | null;
	readonly executor: string | null;
	readonly model: string | null;
	/** The directory in which it works. */
	readonly workdir: string | null;
	readonly state: (typeof workerSays)[number] | null;
	/** Why it claims nothing at the moment; `null`: nothing keeps it from claiming. */
	readonly blocked: string | null;
	/** The code of that reason, if it is the budget. */
	readonly blockedCode: string | null;
	readonly concurrency: number | null;
	/** How far each task in hand has got, as far as that is known. At most 200. */
	readonly progress: readonly TaskProgress[];
	/** Attempts that answered their task. */
	readonly done: number | null;
	/** Attempts that did not. */
	readonly failed: number | null;
	/** What all its attempts have cost since it started, in US dollars. */
	readonly spentUsd: number | null;
	readonly startedAtMs: number | null;
};

/** Read `swarm:worker:<id>`. `null` where there is none or it is no object. */
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
		state: workerSays.find(known => known === state) ?? null,
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

/** What names no task, or has no count of turns, is left out. */
function readProgress(value: unknown): readonly TaskProgress[] {
	if (!Array.isArray(value)) {
		return [];
	}

	return value.slice(0, mostInHand).flatMap((item: unknown) => {
		const stated = isRecord(item) ? item : {};
		const task = readName(stated.task);
		const turn = readCount(stated.turn);
		const progress = {tool: readName(stated.tool), tokens: readCount(stated.tokens) ?? 0};
		return task === null || turn === null ? [] : [{task, turn, ...progress}];
	});
}
