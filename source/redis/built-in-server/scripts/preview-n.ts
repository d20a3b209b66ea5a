import type {Reply} from '../reply.js';
import {luaError, max, toNumber} from './lua.js';
import {attempt, type Call, type NativeScript} from './native-script.js';

const mostFields = 64;

/** Read the beginnings of many values. */
export const previewScript: NativeScript = {
	name: 'preview-n',
	sha1: '66d37fd299937e20c9420d8e68fa28a8f8d4252b',
	run(call, keys, [limit, tailLength, withTtl]) {
		const values: Reply[] = [];
		const ttls: Reply[] = [];
		for (const key of keys) {
			values.push(readValue(call, key, toNumber(limit), toNumber(tailLength)));
			if (withTtl === '1') {
				ttls.push(call('pttl', key));
			}
		}

		return [values, ttls];
	},
};

function readValue(call: Call, key: string, limit: number | undefined, tailLength: number | undefined): Reply {
	const text = attempt(call, 'getrange', key, 0, limit);
	if (typeof text !== 'string' || limit === undefined) {
		const {text: kind} = call('type', key) as {readonly text: string};
		return kind === 'hash' ? readHash(call, key, limit) : [3, kind];
	}

	if (text.length > limit) {
		const bytes = Number(call('strlen', key));
		if (tailLength === undefined) {
			throw luaError(42, 'attempt to perform arithmetic on local \'tailLength\' (a nil value)');
		}

		return [1, bytes, beginning(text, limit), call('getrange', key, max(limit, bytes - tailLength), -1)];
	}

	return text === '' && call('exists', key) === 0 ? null : text;
}

function readHash(call: Call, key: string, limit: number | undefined): Reply {
	const flat = Number(call('hlen', key)) <= mostFields
		? (call('hgetall', key) as {readonly pairs: readonly string[]}).pairs
		: (call('hscan', key, '0', 'COUNT', mostFields) as readonly [string, readonly string[]])[1];
	let bytes = 0;
	for (const text of flat) {
		bytes += text.length;
	}

	return [2, bytes, ...flat.slice(0, 4 * mostFields).map(text => beginning(text, limit))];
}

/** `string.sub(text, 1, end)`. */
function beginning(text: string, end = -1): string {
	// A number that no integer holds becomes the least one.
	const last = Math.abs(end) < 2 ** 63 ? Math.trunc(end) : Number.NEGATIVE_INFINITY;
	return text.slice(0, last < 0 ? Math.max(0, text.length + last + 1) : last);
}
