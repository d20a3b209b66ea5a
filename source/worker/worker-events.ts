import type {Release} from './lease.js';

/** What happens in a worker, for a log. */
export type WorkerEvent
	= | {readonly type: 'listening'}
		| {readonly type: 'claimed'; readonly taskId: string; readonly attempt: number}
		| {readonly type: 'finished'; readonly taskId: string; readonly findingId: string; readonly costUsd: number | null; readonly denials: readonly string[]}
	/** Given back: the attempt failed, or it was ended from outside. */
		| {readonly type: 'released'; readonly taskId: string; readonly reason: string; readonly release: Release}
	/** Nothing is claimed for a while. */
		| {readonly type: 'blocked'; readonly reason: string; readonly forMs: number}
		| {readonly type: 'paused' | 'resumed' | 'draining' | 'stopped'}
		| {readonly type: 'trouble'; readonly reason: string};
