import {firstOf, readFields} from './stored-object.js';
import {textOfJson, UntrustedText} from './untrusted-text.js';
import {readCount, readList, readString} from './lenient-values.js';
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

const maxIdLength = 512;
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
			: textOfJson(description, maxCharacters),
		files: readList(get('files')).slice(0, maxFiles).map(file => textOfJson(file, maxCharacters)),
		createdAtMs: readTime(firstOf(get, 'created_at', 'timestamp'))?.atMs ?? null,
		malformed: fields.ok ? (description === undefined ? 'no description' : null) : fields.problem,
	};
}

/** The id in a claim or result key: up to 512 characters of any text, or `null`. */
export function readId(value: RedisValue): string | null {
	return value.kind === 'text' && value.text !== '' ? value.text.slice(0, maxIdLength) : null;
}

/** How often a task was claimed, from `swarm:attempts:<id>`; `null` if that is no count. */
export function readAttempts(value: RedisValue): number | null {
	return value.kind === 'text' ? readCount(value.text) : null;
}

/** Why a task was set aside, from `swarm:failed:<id>`: its last error, or the raw text. `null` if it was not. */
export function readFailure(value: RedisValue): UntrustedText | null {
	if (value.kind === 'absent') {
		return null;
	}

	const fields = readFields(value);
	const error = fields.ok ? readString(fields.get('error') ?? fields.get('last_error')) : null;
	return new UntrustedText(error ?? (value.kind === 'text' ? value.text : ''), 500);
}
