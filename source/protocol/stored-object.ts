import {isRecord, parseJson} from './lenient-values.js';
import {match, type Handlers} from './match.js';
import type {RedisValue} from './redis-value.js';

/** The fields of an object, whether it is stored as JSON or as a hash, or only both ends of a huge JSON text were read (`cut`); or why there are none. */
export type Fields
	= | {readonly ok: true; readonly get: (name: string) => unknown; readonly cut: boolean}
		| {readonly ok: false; readonly problem: string};

/** The type of a JSON value. */
function describe(value: unknown): string {
	if (value === null) {
		return 'null';
	}

	return Array.isArray(value) ? 'a list' : `a ${typeof value}`;
}

/** A field in the two ends of a JSON text. A quote after a backslash is inside another string. */
function fieldOfPreview(head: string, tail: string, name: string): unknown {
	// The end of a number must be there: half of one is another number.
	const pattern = new RegExp(String.raw`(?<!\\)"${name}"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*(?=\s*[,}])|true|false|null)`, 'u');
	const match = pattern.exec(head) ?? pattern.exec(tail);
	// With a malformed escape it is the raw text below.
	const read = match ? parseJson(match[1]!) : undefined;
	if (read !== undefined) {
		return read;
	}

	// A text that ends beyond the head.
	const start = new RegExp(String.raw`(?<!\\)"${name}"\s*:\s*(?:"|(?=[[{]))`, 'u').exec(head);
	return start ? head.slice(start.index + start[0].length) : undefined;
}

const readers: Handlers<'kind', RedisValue, Fields> = {
	absent: () => ({ok: false, problem: 'no such key'}),
	other: ({type}) => ({ok: false, problem: `expected a string or a hash, got a ${type}`}),
	hash: ({fields}) => ({ok: true, get: name => fields.get(name), cut: false}),
	text({text, tail}) {
		if (tail === undefined) {
			return readJsonFields(text);
		}

		return /^\s*\{/u.test(text)
			? {ok: true, get: name => fieldOfPreview(text, tail, name), cut: true}
			: {ok: false, problem: 'not a JSON object, and too large to read whole'};
	},
};

/** The fields of a value. Never throws. */
export function readFields(value: RedisValue): Fields {
	return match('kind', value, readers);
}

function readJsonFields(text: string): Fields {
	if (text === '') {
		return {ok: false, problem: 'empty'};
	}

	const parsed = parseJson(text);
	if (parsed === undefined) {
		return {ok: false, problem: 'not JSON'};
	}

	// Some writers encode JSON twice.
	if (typeof parsed === 'string' && parsed.startsWith('{')) {
		return readJsonFields(parsed);
	}

	if (!isRecord(parsed)) {
		return {ok: false, problem: `expected a JSON object, got ${describe(parsed)}`};
	}

	// Own fields only, without `__proto__` and `constructor`.
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
