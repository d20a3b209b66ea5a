import type {StatedUsage} from './finding.js';
import {formatTime} from './times.js';

/** What a worker of ours found, before it is written. */
export type NewFinding = {
	readonly id: string;
	readonly workerId: string;
	/** `null` where the task came from the command line. */
	readonly taskId: string | null;
	/** Counts up from 1; `null` without a task. */
	readonly attempt: number | null;
	readonly task: string;
	readonly result: unknown;
	readonly filesChanged: readonly string[];
	readonly citations: readonly string[];
	/** What tools were denied on the way, in words. */
	readonly denials: readonly string[];
	/** Tokens of all classes. */
	readonly tokens: number;
	/** By class; `null` where that is not known. */
	readonly usage: StatedUsage | null;
	/** In US dollars; `null` where it is not known. */
	readonly costUsd: number | null;
	/** Where the dollars come from. */
	readonly costBasis: string;
	/** Full id of the model that ran, or `null`. */
	readonly model: string | null;
	readonly executor: string;
	readonly durationMs: number;
	readonly status: 'completed' | 'denied' | 'failed';
};

/** A finding as it is written: the fixed part's fields, and ours on top. */
export function encodeFinding(finding: NewFinding, nowMs: number): string {
	const {usage} = finding;
	return JSON.stringify({
		finding_id: finding.id,
		worker_id: finding.workerId,
		timestamp: formatTime(nowMs),
		task: finding.task,
		result: finding.result,
		files_changed: finding.filesChanged,
		citations: finding.citations,
		tokens_used: finding.tokens,
		cost: finding.costUsd,
		...(finding.taskId !== null && {task_id: finding.taskId, attempt: finding.attempt}),
		status: finding.status,
		...(finding.denials.length > 0 && {denials: finding.denials}),
		...(finding.model !== null && {model: finding.model}),
		executor: finding.executor,
		...(usage && {
			usage: {
				input: usage.input, output: usage.output, cache_read: usage.cacheRead, cache_write_5m: usage.cacheWrite5m, cache_write_1h: usage.cacheWrite1h,
			},
		}),
		cost_basis: finding.costBasis,
		duration_ms: finding.durationMs,
		...(finding.costBasis === 'simulated' && {simulated: true}),
	});
}
