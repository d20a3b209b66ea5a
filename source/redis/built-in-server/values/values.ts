import type {Hash} from './hash.js';
import type {List} from './list.js';
import type {Members} from './members.js';
import type {SortedSet} from './sorted-set.js';
import type {Stream} from './stream.js';

/** A value with parts. An empty one is no longer a key, but for a stream. */
export type Collection = Hash | List | Members | SortedSet | Stream;

/** What a key can hold. A string of Redis is a string of bytes. */
export type Value = string | Collection;

// What each takes before it holds anything, as measured.
const emptyBytes: Readonly<Record<Collection['type'], number>> = {
	hash: 520, list: 210, set: 370, zset: 760, stream: 684,
};

/** The bytes that a value takes, about. */
export function bytesOf(value: Value): number {
	return typeof value === 'string' ? value.length : emptyBytes[value.type] + value.bytes;
}

/** The type of a value as `TYPE` says it. */
export function typeOf(value: Value): 'string' | Collection['type'] {
	return typeof value === 'string' ? 'string' : value.type;
}
