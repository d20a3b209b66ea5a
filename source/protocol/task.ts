import {firstOf, readFields} from './fields.js';
import {outsideText, OutsideText} from './outside-text.js';
import {readList} from './scalars.js';
import type {StoredValue} from './stored-value.js';
import {readTime} from './times.js';

/** What a coordinator wrote under `task:<id>`, as far as a list of 100,000 tasks can hold it. */
export type TaskBody = {
	readonly description: OutsideText;
	readonly files: readonly OutsideText[];
	/** When it was written, where the writer says so, in milliseconds since the epoch. */
	readonly createdAtMs: number | null;
	/** Why this is no task, in our words, or `null`. Its `description` is then the raw value. */
	readonly malformed: string | null;
};

const maxDescriptionLength = 300;
const maxFiles = 20;

/**
Read a task of any writer. Text that is no JSON object is shown as the description, and said to be malformed. Never throws.
*/
export function readTask(value: StoredValue): TaskBody {
	const fields = readFields(value);
	if (!fields.ok) {
		const raw = value.kind === 'text' ? value.text : '';
		return {
			description: new OutsideText(raw, maxDescriptionLength, value.kind === 'text' && value.tail !== undefined), files: [], createdAtMs: null, malformed: fields.problem,
		};
	}

	const description = firstOf(fields.get, 'description', 'task', 'prompt', 'title');
	return {
		description: outsideText(description, maxDescriptionLength),
		files: readList(fields.get('files')).slice(0, maxFiles).map(file => outsideText(file, maxDescriptionLength)),
		createdAtMs: readTime(firstOf(fields.get, 'created_at', 'timestamp'))?.atMs ?? null,
		malformed: description === undefined ? 'no description in it' : null,
	};
}
