import {Buffer} from 'node:buffer';
import {keyOfText} from '../protocol/binary-keys.js';
import type {RedisValue} from '../protocol/redis-value.js';
import type {Connection} from './connection.js';
import {loadScript} from './load-script.js';

const previewBytes = 16_384;
const tailBytes = 2048;
const keysPerCall = 500;
const script = loadScript('preview-n');

/** What lies under a key, as far as it was read, and how long it still lives. */
export type ValuePreview = {
	readonly key: string;
	readonly value: RedisValue;
	/** Milliseconds until the key expires; `null`: it does not, or was not asked. */
	readonly ttlMs: number | null;
};

/**
Read the beginnings (16 KiB) of many values, whatever their types are, in calls of 500 keys: huge values are previewed, not loaded.

Where scripts are forbidden, the same is read by single commands.

@param withTtl Also ask how long each key lives. Default: `false`.
@throws What the connection throws.
*/
export async function previewValues(connection: Connection, keys: readonly string[], withTtl = false): Promise<readonly ValuePreview[]> {
	const previews: ValuePreview[] = [];
	for (let start = 0; start < keys.length; start += keysPerCall) {
		const batch = keys.slice(start, start + keysPerCall);
		const {values, ttls} = await readBatch(connection, batch, withTtl);
		for (const [index, key] of batch.entries()) {
			const ttl = ttls[index];
			previews.push({key, value: storedValue(values[index]), ttlMs: typeof ttl === 'number' && ttl >= 0 ? ttl : null});
		}
	}

	return previews;
}

type Batch = {readonly values: readonly unknown[]; readonly ttls: readonly unknown[]};

async function readBatch(connection: Connection, keys: readonly string[], withTtl: boolean): Promise<Batch> {
	try {
		const [values, ttls] = await connection.evaluate(script, keys.map(key => keyOfText(key)), [previewBytes, tailBytes, withTtl ? '1' : '0']) as [unknown[], unknown[]];
		return {values, ttls};
	} catch (error) {
		if (!isForbidden(error)) {
			throw error;
		}

		return {
			values: await Promise.all(keys.map(async key => readOne(connection, key))),
			ttls: withTtl ? await Promise.all(keys.map(async key => connection.call('PTTL', keyOfText(key)).catch(() => null))) : [],
		};
	}
}

/** As the script does it, for users that may not run scripts. */
async function readOne(connection: Connection, text: string): Promise<unknown> {
	const key = keyOfText(text);
	try {
		const text = String(await connection.call('GETRANGE', key, 0, previewBytes));
		if (text === '') {
			return await connection.call('EXISTS', key) === 0 ? null : '';
		}

		const bytes = Number(await connection.call('STRLEN', key));
		return bytes > previewBytes ? [1, bytes, text, await connection.call('GETRANGE', key, Math.max(previewBytes, bytes - tailBytes), -1)] : text;
	} catch (error) {
		if (isForbidden(error)) {
			return [3, 'key that this user may not read'];
		}

		if (!(error instanceof Error) || !error.message.startsWith('WRONGTYPE')) {
			throw error;
		}
	}

	const type = await connection.call('TYPE', key);
	if (type !== 'hash') {
		return [3, type];
	}

	const [, flat] = await connection.call('HSCAN', key, 0, 'COUNT', 64) as [string, string[]];
	return [2, flat.join('').length, ...flat];
}

function isForbidden(error: unknown): boolean {
	return error instanceof Error && /^(?:NOPERM|ERR unknown command)/u.test(error.message);
}

function storedValue(reply: unknown): RedisValue {
	if (typeof reply === 'string') {
		return {kind: 'text', text: reply, bytes: Buffer.byteLength(reply)};
	}

	if (!Array.isArray(reply)) {
		return {kind: 'absent'};
	}

	const [kind, second, ...rest] = reply as [unknown, unknown, ...unknown[]];
	if (kind === 1) {
		return {
			kind: 'text', text: String(rest[0]), bytes: Number(second), tail: String(rest[1]),
		};
	}

	if (kind === 2) {
		const fields = new Map<string, string>();
		for (let index = 0; index < rest.length; index += 2) {
			fields.set(String(rest[index]), String(rest[index + 1]));
		}

		return {kind: 'hash', fields, bytes: Number(second)};
	}

	return {kind: 'other', type: String(second)};
}
