import type {Finding} from '../../source/protocol/finding.js';
import {OutsideText} from '../../source/protocol/outside-text.js';
import type {TaskBody} from '../../source/protocol/task.js';

/** A moment in the tests. */
export const startMs = Date.UTC(2026, 10, 20, 12);

/** A finding of which only what matters is said. */
export function makeFinding(id: string, fields: Partial<Omit<Finding, 'id'>> = {}): Finding {
	return {
		id,
		workerId: 'haiku_001',
		taskId: null,
		atMs: startMs,
		task: new OutsideText('a task'),
		result: new OutsideText(`result of ${id}`),
		filesChanged: [],
		citations: [],
		tokens: 300,
		costUsd: 0.0011,
		usage: null,
		model: null,
		executor: null,
		status: 'completed',
		simulated: false,
		bytes: 100,
		malformed: null,
		oddities: [],
		...fields,
	};
}

/** A task's body. */
export function makeBody(description = 'do it', createdAtMs: number | null = startMs): TaskBody {
	return {
		description: new OutsideText(description), files: [], createdAtMs, malformed: null,
	};
}
