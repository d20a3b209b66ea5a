import {readFinding, type Finding} from '../protocol/finding.js';
import {findingIds} from '../protocol/ids.js';
import {keys} from '../protocol/redis-keys.js';
import {UntrustedText} from '../protocol/untrusted-text.js';
import {readTask, type TaskBody} from '../protocol/task.js';
import type {Connection} from '../redis/connection.js';
import {previewValues} from '../redis/preview-values.js';

const maxBytes = 1_048_576;

/** Load a finding, up to 1 MiB of it, by its id with or without the prefixes `finding_` and `finding:`. `null`: there is none. */
export async function loadFinding(connection: Connection, id: string): Promise<Finding | null> {
	for (const candidate of findingIds(id)) {
		const [seen] = await previewValues(connection, [keys.finding(candidate)]);
		if (seen && seen.value.kind !== 'absent') {
			const {value} = seen;
			return value.kind === 'text' && value.tail !== undefined && value.bytes <= maxBytes
				? readFinding(candidate, {kind: 'text', text: await load(connection, seen.key), bytes: value.bytes})
				: readFinding(candidate, value);
		}
	}

	return null;
}

/** Load a task, and its raw text up to 1 MiB. `null`: there is none. */
export async function loadTask(connection: Connection, id: string): Promise<{readonly body: TaskBody; readonly raw: UntrustedText} | null> {
	const key = keys.task(id);
	const [seen] = await previewValues(connection, [key]);
	if (!seen || seen.value.kind === 'absent') {
		return null;
	}

	const {value} = seen;
	const isCut = value.kind === 'text' && value.tail !== undefined;
	const raw = isCut ? await load(connection, key) : (value.kind === 'text' ? value.text : '');
	return {body: readTask(value), raw: new UntrustedText(raw, undefined, isCut && value.bytes > maxBytes)};
}

async function load(connection: Connection, key: string): Promise<string> {
	return String(await connection.call('GETRANGE', key, 0, maxBytes - 1));
}
