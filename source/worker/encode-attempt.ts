import {encodeFinding} from '../protocol/new-finding.js';
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

/** The finding that records an attempt, as JSON. A failed attempt has one too: its cost was paid. @param lost Why the finding does not answer its task: the lease was lost. */
export function encodeAttempt({findingId, outcome, redact, ...attempt}: Attempt, lost?: string): string {
	const {usage, tokens, costUsd, costBasis, model} = outcome;
	const found = outcome.status === 'failed'
		? {
			status: outcome.status, result: outcome.error, filesChanged: outcome.filesChanged, citations: [], denials: [],
		}
		: outcome;
	return encodeFinding({
		id: findingId,
		workerId: attempt.workerId,
		taskId: attempt.taskId,
		attempt: attempt.attempt,
		task: redact(attempt.description),
		result: redact(found.result),
		filesChanged: redact(found.filesChanged),
		citations: found.citations,
		denials: redact(lost === undefined ? found.denials : [lost, ...found.denials]),
		tokens,
		usage,
		costUsd,
		costBasis,
		model,
		executor: attempt.executor,
		durationMs: attempt.durationMs,
		status: lost === undefined ? found.status : 'failed',
	}, Date.now());
}
