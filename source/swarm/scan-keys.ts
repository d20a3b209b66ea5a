import type {Buffer} from 'node:buffer';
import {setTimeout as delay} from 'node:timers/promises';
import {keyText} from '../protocol/binary-keys.js';
import type {Connection} from '../redis/connection.js';

const keysPerCall = 1000;
// What stands in a text in place of bytes that are no UTF-8.
const replacement = '\uFFFD';

/** How a scan is made. */
export type ScanOptions = {
	readonly signal: AbortSignal;
	/** Share of the time that the scan may keep the server and us busy, above 0 up to 1. */
	readonly duty: number;
	/** Whether the findings are walked over too. */
	readonly withFindings: boolean;
	/** Gets every key at least once: first all that are no findings, then the findings. */
	readonly onKeys: (keys: readonly string[]) => Promise<void>;
	/** `seen` of about `total` keys of this server were looked at. */
	readonly onProgress: (seen: number, total: number) => void;
};

/**
Walk over all keys of the database with `SCAN`, paced. What is small and lives comes first: a swarm with a million findings is on the screen before they are counted.

@throws The reason of the signal when it is aborted, and what the connection throws.
*/
export async function scan(connection: Connection, {signal, duty, withFindings, onKeys, onProgress}: ScanOptions): Promise<void> {
	const total = Number(await connection.call('DBSIZE'));
	let findings = 0;
	let seen = 0;

	await walk(async keys => {
		const others = keys.filter(key => !key.startsWith('finding:'));
		findings += keys.length - others.length;
		seen += others.length;
		await onKeys(others);
		onProgress(seen, Math.max(total, seen + findings));
	});
	if (findings > 0 && withFindings) {
		await walk(async keys => {
			seen += keys.length;
			await onKeys(keys);
			onProgress(Math.min(seen, total), total);
		}, 'MATCH', 'finding:*');
	}

	async function walk(visit: (keys: readonly string[]) => Promise<void>, ...match: readonly string[]): Promise<void> {
		let cursor = '0';
		do {
			signal.throwIfAborted();
			const startMs = performance.now();
			const command = ['SCAN', cursor, ...match, 'COUNT', keysPerCall] as const;
			const [next, keys] = await connection.call(...command) as [string, string[]];
			await visit(keys.some(key => key.includes(replacement)) ? await readAsBytes(connection, command) : keys);
			cursor = next;
			const busyMs = performance.now() - startMs;
			await delay(busyMs * ((1 / duty) - 1), undefined, {signal});
		} while (cursor !== '0');
	}
}

/** The same step of a scan once more, in bytes: a buffer for each of a million keys would cost much for the few that need one. */
async function readAsBytes(connection: Connection, [name, ...args]: readonly [string, ...ReadonlyArray<string | number>]): Promise<readonly string[]> {
	const [, keys] = await connection.callBuffer(name, ...args) as [Buffer, Buffer[]];
	return keys.map(key => keyText(key));
}
