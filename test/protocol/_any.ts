import fc from 'fast-check';
import type {RedisValue} from '../../source/protocol/redis-value.js';

const hostile = [
	'\u001B[31m',
	'\u001B]0;title\u0007',
	'\u001B]8;;',
	'\u001BP',
	'\u001B',
	'\u009B2J',
	'\u009D0;x\u009C',
	'\u0007',
	'\r',
	'\n',
	'\t',
	'\u0000',
	'\u007F',
	'\u0085',
	'\u2028',
	'\u202E',
	'\u2066',
	'\u200B',
	'\u200D',
	'\uFEFF',
	'\u00AD',
	'\uFE0F',
	'\u{E0041}',
	'\u180B',
	'\u2065',
	'\uFFF0',
	'\u2800',
	'\u3164',
	'\uE000',
	'\u{F0000}',
	'\uD800',
	'\uDC00',
	'[31m',
	'a',
	'日',
	'👍🏽',
	'e\u0301',
	' ',
];

/** Any text: whole characters, halves of pairs, and what attacks terminals. */
export const anyText = fc.oneof(
	fc.string({unit: 'binary', maxLength: 60}),
	fc.array(fc.integer({min: 0, max: 0xFF_FF}), {maxLength: 60}).map(codes => String.fromCharCode(...codes)),
	fc.array(fc.constantFrom(...hostile), {maxLength: 40}).map(parts => parts.join('')),
);

const scalars = fc.oneof(
	anyText,
	fc.double(),
	fc.integer(),
	fc.boolean(),
	fc.constant(null),
	fc.constant(undefined),
	fc.constantFrom('$0.0023', '1,234', '2026-11-20T14:03:11.482913', '1763647391', '{}', '[]', '["a",1,null]', '{"a":1}'),
);

/** Any value of any field. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(scalars, fc.jsonValue(), fc.array(scalars, {maxLength: 5}), fc.dictionary(anyText, scalars, {maxKeys: 5}));

const names = [
	'finding_id',
	'worker_id',
	'worker',
	'timestamp',
	'task',
	'task_id',
	'result',
	'content',
	'answer',
	'files_changed',
	'citations',
	'tokens_used',
	'cost',
	'usage',
	'model',
	'executor',
	'status',
	'simulated',
	'description',
	'files',
	'created_at',
	'prompt',
	'title',
	'error',
	'last_error',
	'host',
	'state',
	'concurrency',
	'started_at',
	'__proto__',
	'constructor',
	'toString',
];

/** Records with the names that readers look for, under any values. */
const records = fc.array(fc.tuple(fc.constantFrom(...names), anyValue), {maxLength: 12}).map(entries => JSON.stringify(Object.fromEntries(entries)));

const texts = fc.oneof(records, records.map(json => JSON.stringify(json)), anyText, fc.json(), fc.tuple(records, fc.nat({max: 200})).map(([json, length]) => json.slice(0, length)));

/** Anything that can lie under a key. */
export const anyRedisValue: fc.Arbitrary<RedisValue> = fc.oneof(
	fc.constant<RedisValue>({kind: 'absent'}),
	texts.map((text): RedisValue => ({kind: 'text', text, bytes: text.length})),
	fc.tuple(texts, texts).map(([text, tail]): RedisValue => ({
		kind: 'text', text, tail, bytes: 5_000_000,
	})),
	fc.array(fc.tuple(fc.constantFrom(...names), texts)).map((entries): RedisValue => ({kind: 'hash', fields: new Map(entries), bytes: 100})),
	fc.constantFrom('list', 'set', 'zset', 'stream').map((type): RedisValue => ({kind: 'other', type})),
);

/** A stored text. */
export function storedText(value: unknown): RedisValue {
	const text = typeof value === 'string' ? value : JSON.stringify(value);
	return {kind: 'text', text, bytes: text.length};
}
