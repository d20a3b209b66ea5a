import {isRecord} from './lenient-values.js';
import type {RedisValue} from './redis-value.js';

/**
The fields of a stored object, however it is stored: a JSON object, a Redis hash, or the two ends of a huge JSON text.

`problem` says why there are none; it is our own text, safe to show. `cut` tells that the value was larger than its preview.
*/
export type Fields
	= | {readonly ok: true; readonly get: (name: string) => unknown; readonly cut: boolean}
		| {readonly ok: false; readonly problem: string};

/** How JSON names the type of a value, in words. */
function describe(value: unknown): string {
	if (value === null) {
		return 'null';
	}

	return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/**
One field out of the ends of a JSON text that is too large to be read whole. A quote with a backslash before it is inside another string and does not count.
*/
function fieldOfPreview(head: string, tail: string, name: string): unknown {
	// A number must be seen to end: half of one is another number.
	const pattern = new RegExp(String.raw`(?<!\\)"${name}"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*(?=\s*[,}])|true|false|null)`, 'u');
	const match = pattern.exec(head) ?? pattern.exec(tail);
	if (match) {
		try {
			return JSON.parse(match[1]!);
		} catch {
			// A malformed escape: the text below is the next best.
		}
	}

	// A text that begins in the head and ends elsewhere.
	const start = new RegExp(String.raw`(?<!\\)"${name}"\s*:\s*(?:"|(?=[[{]))`, 'u').exec(head);
	return start ? head.slice(start.index + start[0].length) : undefined;
}

/**
Open a stored value. Never throws.
*/
export function readFields(value: RedisValue): Fields {
	switch (value.kind) {
		case 'absent': {
			return {ok: false, problem: 'no such key'};
		}

		case 'other': {
			return {ok: false, problem: `expected a string or a hash, got a ${value.type}`};
		}

		case 'hash': {
			return {ok: true, get: name => value.fields.get(name), cut: false};
		}

		case 'text': {
			const {text, tail} = value;
			if (tail !== undefined) {
				return /^\s*\{/u.test(text)
					? {ok: true, get: name => fieldOfPreview(text, tail, name), cut: true}
					: {ok: false, problem: 'not a JSON object, and too large to read whole'};
			}

			return readJsonFields(text);
		}
	}
}

function readJsonFields(text: string): Fields {
	if (text === '') {
		return {ok: false, problem: 'empty'};
	}

	let parsed: unknown;
	try {
		parsed = JSON.parse(text);
	} catch {
		return {ok: false, problem: 'not JSON'};
	}

	// Some writers encode twice.
	if (typeof parsed === 'string' && parsed.startsWith('{')) {
		return readJsonFields(parsed);
	}

	if (!isRecord(parsed)) {
		return {ok: false, problem: `expected a JSON object, got ${describe(parsed)}`};
	}

	// Own fields only: `__proto__` and `constructor` are no fields of a record.
	return {ok: true, get: name => Object.hasOwn(parsed, name) ? parsed[name] : undefined, cut: false};
}

/** The first of several names that has a value. */
export function firstOf(get: (name: string) => unknown, ...names: readonly string[]): unknown {
	for (const name of names) {
		const value = get(name);
		if (value !== undefined && value !== null && value !== '') {
			return value;
		}
	}

	return undefined;
}
