import {firstOf, readFields} from './stored-object.js';
import {untrustedText, UntrustedText} from './untrusted-text.js';
import {readList} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';
import {readTime} from './times.js';

/** What lies under `task:<id>`. */
export type TaskBody = {
	/** The whole value if it has no description. */
	readonly description: UntrustedText;
	readonly files: readonly UntrustedText[];
	/** When it was written, in milliseconds since the epoch, if the writer says so. */
	readonly createdAtMs: number | null;
	/** Why this is not a task, or `null`. */
	readonly malformed: string | null;
};

/** How much of a task is kept. */
export type TaskLimits = {readonly maxCharacters: number; readonly maxFiles: number};

const listed: TaskLimits = {maxCharacters: 300, maxFiles: 20};

/** Everything, as a worker needs it. */
export const wholeTask: TaskLimits = {maxCharacters: Number.POSITIVE_INFINITY, maxFiles: 1000};

/** Read a task of any writer: the only place that knows which field is the description. Never throws. @param limits Default: what a list of 100,000 tasks can hold. */
export function readTask(value: RedisValue, {maxCharacters, maxFiles}: TaskLimits = listed): TaskBody {
	const fields = readFields(value);
	const get = fields.ok ? fields.get : () => undefined;
	const description = firstOf(get, 'description', 'task', 'prompt', 'title');
	return {
		description: description === undefined
			? new UntrustedText(value.kind === 'text' ? value.text : '', maxCharacters, value.kind === 'text' && value.tail !== undefined)
			: untrustedText(description, maxCharacters),
		files: readList(get('files')).slice(0, maxFiles).map(file => untrustedText(file, maxCharacters)),
		createdAtMs: readTime(firstOf(get, 'created_at', 'timestamp'))?.atMs ?? null,
		malformed: fields.ok ? (description === undefined ? 'no description' : null) : fields.problem,
	};
}
