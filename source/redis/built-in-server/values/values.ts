import type {Hash} from './hash.js';
import type {List} from './list.js';
import type {Members} from './members.js';
import type {SortedSet} from './sorted-set.js';
import type {Stream} from './stream.js';

/** A value with parts. An empty one is no longer a key, but for a stream. */
export type Collection = Hash | List | Members | SortedSet | Stream;

/** What a key can hold. A string of Redis is a string of bytes. */
export type Value = string | Collection;

/** The bytes that a value takes, about. */
export function bytesOf(value: Value): number {
	return typeof value === 'string' ? value.length : value.bytes;
}

/** The type of a value as `TYPE` says it. */
export function typeOf(value: Value): 'string' | Collection['type'] {
	return typeof value === 'string' ? 'string' : value.type;
}
