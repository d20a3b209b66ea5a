import * as v from 'valibot';
import {idPattern, newTaskId} from './ids.js';
import {formatTime} from './times.js';
import {UserError} from './user-error.js';

const newTaskSchema = v.object({
	id: v.optional(v.pipe(v.string(), v.regex(idPattern, 'Expected a task id of 1 to 64 letters, digits, `-` or `_`'))),
	description: v.pipe(v.string(), v.trim(), v.nonEmpty('Expected a description of the task, got none'), v.maxLength(100_000, 'Expected a description of at most 100,000 characters')),
	files: v.optional(v.array(v.pipe(v.string(), v.nonEmpty('Expected a file path, got an empty one'))), []),
});

/** A task to publish: `description`, and optionally `id` (default: a new one) and `files` (paths, default: none). */
export type NewTask = v.InferInput<typeof newTaskSchema>;

/** The id and JSON of a new task. @throws {UserError} of kind `usage` if it is invalid. */
export function encodeTask(task: NewTask, nowMs: number): {readonly id: string; readonly json: string} {
	const checked = v.safeParse(newTaskSchema, task);
	if (!checked.success) {
		throw new UserError(`${checked.issues[0].message}.`, 'usage');
	}

	const {id = newTaskId(), description, files} = checked.output;
	return {id, json: JSON.stringify({description, files, created_at: formatTime(nowMs)})};
}
