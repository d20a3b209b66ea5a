import {Buffer} from 'node:buffer';
import {keyOfText} from '../protocol/binary-keys.js';
import type {RedisValue} from '../protocol/redis-value.js';
import {asError} from '../protocol/user-error.js';
import type {Argument, Connection} from './connection.js';
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
	/** Milliseconds until the key expires; `null`: never. */
	readonly ttlMs: number | null;
};

/** Read the first 16 KiB of many values of any type, 500 keys per call: huge values are not loaded. Users that may not run scripts get the same from single commands. @throws What the connection throws. */
export async function previewValues(connection: Connection, keys: readonly string[]): Promise<readonly ValuePreview[]> {
	const previews: ValuePreview[] = [];
	for (let start = 0; start < keys.length; start += keysPerCall) {
		const batch = keys.slice(start, start + keysPerCall);
		const [values, ttls] = await readBatch(connection, batch.map(key => keyOfText(key)));
		previews.push(...batch.map((key, index) => ({key, value: storedValue(values[index]), ttlMs: ttls[index]! < 0 ? null : ttls[index]!})));
	}

	return previews;
}

async function readBatch(connection: Connection, keys: readonly Argument[]): Promise<readonly [values: readonly unknown[], ttls: readonly number[]]> {
	try {
		return await connection.evaluate(script, keys, [previewBytes, tailBytes]) as [unknown[], number[]];
	} catch (error) {
		if (!isForbidden(error)) {
			throw error;
		}

		return Promise.all([
			Promise.all(keys.map(async key => readOne(connection, key))),
			Promise.all(keys.map(async key => connection.call('PTTL', key).then(Number, () => -1))),
		]);
	}
}

/** What the script returns for one key. */
async function readOne(connection: Connection, key: Argument): Promise<unknown> {
	try {
		const type = await connection.call('TYPE', key);
		if (type === 'hash') {
			const [, flat] = await connection.call('HSCAN', key, 0, 'COUNT', 64) as [string, string[]];
			return [type, flat.join('').length, ...flat];
		}

		if (type !== 'string') {
			return type === 'none' ? null : [type];
		}

		const text = await connection.call('GETRANGE', key, 0, previewBytes);
		const bytes = Number(await connection.call('STRLEN', key));
		return bytes > previewBytes ? [type, bytes, text, await connection.call('GETRANGE', key, Math.max(previewBytes, bytes - tailBytes), -1)] : text;
	} catch (error) {
		if (isForbidden(error)) {
			return ['key that this user may not read'];
		}

		throw error;
	}
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

	const [type, bytes, ...rest] = reply as [string, number, ...string[]];
	if (type === 'string') {
		const [text, tail] = rest as [string, string];
		return {
			kind: 'text', text, bytes, tail,
		};
	}

	return type === 'hash' ? {kind: type, fields: pairsOf(rest), bytes} : {kind: 'other', type};
}
