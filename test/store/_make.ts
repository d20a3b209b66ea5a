import type {Finding} from '../../source/protocol/finding.js';
import {UntrustedText} from '../../source/protocol/untrusted-text.js';
import type {WorkerNote} from '../../source/protocol/worker-note.js';
import type {TaskBody} from '../../source/protocol/task.js';
import type {BudgetState, Snapshot} from '../../source/store/snapshot.js';

/** A moment in the tests. */
export const startMs = Date.UTC(2026, 10, 20, 12);

/** A finding of which only what matters is said. */
export function makeFinding(id: string, fields: Partial<Omit<Finding, 'id'>> = {}): Finding {
	return {
		id,
		workerId: 'haiku_001',
		taskId: null,
		atMs: startMs,
		task: new UntrustedText('a task'),
		result: new UntrustedText(`result of ${id}`),
		filesChanged: [],
		citations: [],
		tokens: 300,
		costUsd: 0.0011,
		usage: null,
		model: null,
		executor: null,
		durationMs: null,
		status: 'completed',
		simulated: false,
		bytes: 100,
		malformed: null,
		oddities: [],
		...fields,
	};
}

/** A note of which only what matters is said. */
export function makeNote(fields: Partial<WorkerNote> = {}): WorkerNote {
	return {
		host: 'box',
		pid: 7,
		executor: 'claude-cli',
		model: null,
		workdir: null,
		state: 'idle',
		blocked: null,
		blockedCode: null,
		concurrency: 1,
		progress: [],
		done: 0,
		failed: 0,
		spentUsd: 0,
		startedAtMs: null,
		...fields,
	};
}

/** A note of a worker that is at a turn of a task. */
export function noteAtTurn(task: string, turn: number): WorkerNote {
	const progress = {
		task, turn, tool: 'Edit', tokens: 12_345,
	};
	return makeNote({state: 'working', progress: [progress]});
}

/** Costs of which only what matters is said. */
export function makeCost(fields: Partial<Snapshot['cost']> = {}): Snapshot['cost'] {
	return {
		haikuUsd: 0, sonnetUsd: null, geminiUsd: null, budget: null, burnUsdPerHour: null, byModel: [], byHour: [], ...fields,
	};
}

/** A budget of which only what matters is said. */
export function makeBudget(fields: Partial<BudgetState> = {}): BudgetState {
	return {
		limitUsd: null, perTaskUsd: null, perWorkerUsd: null, perHourUsd: null, overUsd: 0, ...fields,
	};
}

/** A task's body. */
export function makeBody(description = 'do it', createdAtMs: number | null = startMs): TaskBody {
	return {
		description: new UntrustedText(description), files: [], createdAtMs, malformed: null,
	};
}
