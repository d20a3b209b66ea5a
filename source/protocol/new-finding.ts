import type {StatedUsage} from './finding.js';
import {formatTime} from './times.js';

/** A finding of one of our workers. */
export type NewFinding = {
	readonly id: string;
	readonly workerId: string;
	/** `null`: the task came from the command line. */
	readonly taskId: string | null;
	/** From 1; `null` without a task id. */
	readonly attempt: number | null;
	readonly task: string;
	readonly result: unknown;
	readonly filesChanged: readonly string[];
	readonly citations: readonly string[];
	/** Which tools were denied, in words. */
	readonly denials: readonly string[];
	/** Tokens of all classes. */
	readonly tokens: number;
	/** By class; `null`: unknown. */
	readonly usage: StatedUsage | null;
	/** `null`: unknown. */
	readonly costUsd: number | null;
	/** How the cost is known. */
	readonly costBasis: string;
	/** The full id of the model that ran, if any. */
	readonly model: string | null;
	readonly executor: string;
	readonly durationMs: number;
	readonly status: 'completed' | 'denied' | 'failed';
};

/** The JSON of a finding: the fields of the fixed part, and our additions. */
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
