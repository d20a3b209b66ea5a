import {Buffer} from 'node:buffer';
import {keyOfText} from '../protocol/binary-keys.js';
import type {RedisValue} from '../protocol/redis-value.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from './connection.js';
import {loadScript} from './load-script.js';
import {pairsOf} from './reply-pairs.js';

const previewBytes = 16_384;
const tailBytes = 2048;
const keysPerCall = 500;
const script = loadScript('preview-n');

/** The value of a key, as far as it was read, and its remaining time to live. */
export type ValuePreview = {
	readonly key: string;
	readonly value: RedisValue;
	/** Milliseconds until the key expires; `null`: never, or not asked for. */
	readonly ttlMs: number | null;
};

/**
Read the first 16 KiB of many values of any type, 500 keys per call: huge values are not loaded. Users that may not run scripts get the same from single commands.

@param withTtl Also read the time to live of each key. Default: `false`.
@throws What the connection throws.
*/
export async function previewValues(connection: Connection, keys: readonly string[], withTtl = false): Promise<readonly ValuePreview[]> {
	const previews: ValuePreview[] = [];
	for (let start = 0; start < keys.length; start += keysPerCall) {
		const batch = keys.slice(start, start + keysPerCall);
		const [values, ttls] = await readBatch(connection, batch.map(key => keyOfText(key)), withTtl);
		for (const [index, key] of batch.entries()) {
			const ttl = ttls[index];
			previews.push({key, value: storedValue(values[index]), ttlMs: typeof ttl === 'number' && ttl >= 0 ? ttl : null});
		}
	}

	return previews;
}

type Key = ReturnType<typeof keyOfText>;

async function readBatch(connection: Connection, keys: readonly Key[], withTtl: boolean): Promise<readonly [values: readonly unknown[], ttls: readonly unknown[]]> {
	try {
		return await connection.evaluate(script, keys, [previewBytes, tailBytes, withTtl ? '1' : '0']) as [unknown[], unknown[]];
	} catch (error) {
		if (!isForbidden(error)) {
			throw error;
		}

		return Promise.all([
			Promise.all(keys.map(async key => readOne(connection, key))),
			Promise.all(keys.map(async key => withTtl ? connection.call('PTTL', key).catch(() => null) : null)),
		]);
	}
}

/** What the script returns for one key. */
async function readOne(connection: Connection, key: Key): Promise<unknown> {
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

		if (!asError(error).message.startsWith('WRONGTYPE')) {
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
	return /^(?:NOPERM|ERR unknown command)/u.test(asError(error).message);
}

function storedValue(reply: unknown): RedisValue {
	if (typeof reply === 'string') {
		return {kind: 'text', text: reply, bytes: Buffer.byteLength(reply)};
	}

	if (!Array.isArray(reply)) {
		return {kind: 'absent'};
	}

	const [kind, second, ...rest] = reply as unknown[];
	switch (kind) {
		case 1: {
			return {
				kind: 'text', text: String(rest[0]), bytes: Number(second), tail: String(rest[1]),
			};
		}

		case 2: {
			return {kind: 'hash', fields: pairsOf(rest), bytes: Number(second)};
		}

		default: {
			return {kind: 'other', type: String(second)};
		}
	}
}
