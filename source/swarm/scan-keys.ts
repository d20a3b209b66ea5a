import type {Buffer} from 'node:buffer';
import {setTimeout as delay} from 'node:timers/promises';
import {keyText} from '../protocol/binary-keys.js';
import {keys} from '../protocol/redis-keys.js';
import type {Connection} from '../redis/connection.js';

const keysPerCall = 1000;
// Stands in a text for bytes that are not UTF-8.
const replacement = '\uFFFD';

/** How keys are scanned. */
export type ScanOptions = {
	/** A glob pattern, such as `finding:*`. Default: all keys. */
	readonly match?: string;
	/** Share of the time that the scan, and whoever consumes it, may keep the server busy: above 0, up to 1. */
	readonly duty: number;
	readonly signal: AbortSignal;
};

/** Walk over the keys of the database with `SCAN`, about 1,000 at a time, with pauses. Every key comes at least once. @throws The reason of the signal, and what the connection throws. */
export async function * scanKeys(connection: Connection, {match, duty, signal}: ScanOptions): AsyncGenerator<readonly string[]> {
	let cursor = '0';
	do {
		signal.throwIfAborted();
		const startMs = performance.now();
		const command = ['SCAN', cursor, ...(match === undefined ? [] : ['MATCH', match]), 'COUNT', keysPerCall] as const;
		const [next, found] = await connection.call(...command) as [string, string[]];
		const isText = !found.some(key => key.includes(replacement));
		// Buffers for all of a million keys would be expensive, and few need them: repeat the step in bytes.
		yield isText ? found : (await connection.callBuffer(...command) as [Buffer, Buffer[]])[1].map(key => keyText(key));
		cursor = next;
		const busyMs = performance.now() - startMs;
		await delay(busyMs * ((1 / duty) - 1), undefined, {signal});
	} while (cursor !== '0');
}

/**
Scan everything but the findings, then (`withFindings`) the findings: a swarm with a million findings is on the screen before they are counted. `seen` of about `total` keys were scanned.

@throws The reason of the signal, and what the connection throws.
*/
export async function * scanSwarm(
	connection: Connection,
	{withFindings, ...options}: Omit<ScanOptions, 'match'> & {readonly withFindings: boolean},
): AsyncGenerator<{readonly found: readonly string[]; readonly seen: number; readonly total: number}> {
	const total = Number(await connection.call('DBSIZE'));
	let findings = 0;
	let seen = 0;
	for await (const all of scanKeys(connection, options)) {
		const found = all.filter(key => !key.startsWith(keys.finding('')));
		findings += all.length - found.length;
		seen += found.length;
		yield {found, seen, total: Math.max(total, seen + findings)};
	}

	if (findings === 0 || !withFindings) {
		return;
	}

	for await (const found of scanKeys(connection, {...options, match: keys.finding('*')})) {
		seen += found.length;
		yield {found, seen: Math.min(seen, total), total};
	}
}
