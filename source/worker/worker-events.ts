import type {Release} from './lease.js';

/** What happens in a worker, for the log. */
export type WorkerEvent
	= | {readonly type: 'listening'}
		| {readonly type: 'claimed'; readonly taskId: string; readonly attempt: number}
		| {readonly type: 'finished'; readonly taskId: string; readonly findingId: string; readonly costUsd: number | null; readonly denials: readonly string[]}
	/** The attempt failed or was interrupted, and the task was given back. */
		| {readonly type: 'released'; readonly taskId: string; readonly reason: string; readonly release: Release}
	/** No tasks are claimed for a time. */
		| {readonly type: 'blocked'; readonly reason: string; readonly forMs: number}
		| {readonly type: 'paused' | 'resumed' | 'draining' | 'stopped'}
		| {readonly type: 'trouble'; readonly reason: string};
