import {readFinding, type Finding} from '../protocol/finding.js';
import {keys} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';
import {previewValues} from '../redis/preview-values.js';
import {scanKeys} from './scan-keys.js';

const duty = 0.5;

/**
Read all findings in Redis, in no order, in batches of about 1,000, as far as lists show them: long results are cut. One that is written or deleted meanwhile may be left out; a few may come twice.

@throws The reason of the signal, and what the connection throws.
*/
export async function * readAllFindings(connection: Connection, signal: AbortSignal): AsyncGenerator<readonly Finding[]> {
	for await (const found of scanKeys(connection, {match: keys.finding('*'), duty, signal})) {
		const previews = await previewValues(connection, found);
		yield previews.filter(({value}) => value.kind !== 'absent').map(({key, value}) => readFinding(key.slice(keys.finding('').length), value));
	}
}
