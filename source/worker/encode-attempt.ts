import {formatTime} from '../protocol/times.js';
import {encodeUsage} from '../protocol/usage.js';
import type {Outcome} from '../executors/executor.js';

/** An attempt that has ended. */
export type Attempt = {
	readonly findingId: string;
	readonly workerId: string;
	readonly taskId: string | null;
	/** Counts up from 1; `null` without a task. */
	readonly attempt: number | null;
	/** The description of the task. */
	readonly description: string;
	readonly executor: string;
	readonly durationMs: number;
	readonly outcome: Outcome;
	/** Removes secrets from everything that a model, a tool or a program said. */
	readonly redact: <T>(value: T) => T;
};

/**
The finding that records an attempt, as JSON: the fields of the protocol's fixed part, and our additions. A failed attempt has one too: its cost was paid.

@param lost Why the finding does not answer its task: the lease was lost.
*/
export function encodeAttempt({findingId, workerId, taskId, attempt, description, executor, durationMs, outcome, redact}: Attempt, lost?: string): string {
	const {usage, tokens, costUsd, costBasis, model, filesChanged} = outcome;
	const {result, citations, denials: denied, oddities = []} = outcome.status === 'failed' ? {result: outcome.error, citations: [], denials: []} : outcome;
	const denials = lost === undefined ? denied : [lost, ...denied];
	return JSON.stringify({
		finding_id: findingId,
		worker_id: workerId,
		timestamp: formatTime(Date.now()),
		task: redact(description),
		result: redact(result),
		files_changed: redact(filesChanged),
		citations,
		tokens_used: tokens,
		cost: costUsd,
		...(taskId !== null && {task_id: taskId, attempt}),
		status: lost === undefined ? outcome.status : 'failed',
		...(denials.length > 0 && {denials: redact(denials)}),
		...(oddities.length > 0 && {oddities: redact(oddities)}),
		...(model !== null && {model}),
		executor,
		...(usage && {usage: encodeUsage(usage)}),
		cost_basis: costBasis,
		duration_ms: durationMs,
		...(costBasis === 'simulated' && {simulated: true}),
	});
}
