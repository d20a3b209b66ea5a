import {readFinding, type Finding} from '../protocol/finding.js';
import {findingIds} from '../protocol/ids.js';
import {keys} from '../protocol/redis-keys.js';
import {UntrustedText} from '../protocol/untrusted-text.js';
import {readTask, type TaskBody} from '../protocol/task.js';
import type {Connection} from '../redis/connection.js';
import {previewValues, type ValuePreview} from '../redis/preview-values.js';
import {scanKeys} from './scan-keys.js';

const maxBytes = 1_048_576;

/** Load a finding, up to 1 MiB of it, by its id with or without the prefixes `finding_` and `finding:`. `null`: there is none. */
export async function loadFinding(connection: Connection, id: string): Promise<Finding | null> {
	const previews = await previewValues(connection, findingIds(id).map(candidate => keys.finding(candidate)));
	const seen = previews.find(({value}) => value.kind !== 'absent');
	if (!seen) {
		return null;
	}

	const {key, value} = seen;
	const isLoaded = value.kind === 'text' && value.tail !== undefined && value.bytes <= maxBytes;
	return findingOf({...seen, value: isLoaded ? {kind: 'text', text: await load(connection, key), bytes: value.bytes} : value});
}

/** Read all findings in Redis, in no order, in batches of about 1,000, as far as lists show them: long results are cut. One that is written or deleted meanwhile may be left out; a few may come twice. @throws The reason of the signal, and what the connection throws. */
export async function * readAllFindings(connection: Connection, signal: AbortSignal): AsyncGenerator<readonly Finding[]> {
	for await (const found of scanKeys(connection, {match: keys.finding('*'), duty: 0.5, signal})) {
		const previews = await previewValues(connection, found);
		yield previews.filter(({value}) => value.kind !== 'absent').map(seen => findingOf(seen));
	}
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

function findingOf({key, value}: ValuePreview): Finding {
	return readFinding(key.slice(keys.finding('').length), value);
}

async function load(connection: Connection, key: string): Promise<string> {
	return String(await connection.call('GETRANGE', key, 0, maxBytes - 1));
}
