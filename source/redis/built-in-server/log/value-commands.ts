import {formatGeneral} from '../format-number.js';
import type {Entry} from '../entry.js';
import {Hash} from '../values/hash.js';
import {List} from '../values/list.js';
import {Members} from '../values/members.js';
import {SortedSet} from '../values/sorted-set.js';
import type {Value} from '../values/values.js';
import {commandsForStream} from './stream-commands.js';

/** The parts of one command: as many as Redis takes, so that no command is very long. */
const partsPerCommand = 64;

/**
The commands that make a key as it is, where it is not there yet.
*/
export function * commandsFor({key, value, expiresAtMs}: Pick<Entry, 'key' | 'value' | 'expiresAtMs'>): Generator<readonly string[]> {
	yield * commandsForValue(key, value);
	if (expiresAtMs !== undefined) {
		yield ['PEXPIREAT', key, String(expiresAtMs)];
	}
}

function * commandsForValue(key: string, value: Value): Generator<readonly string[]> {
	if (typeof value === 'string') {
		yield ['SET', key, value];
	} else if (value instanceof Hash) {
		yield * inPortions(['HSET', key], value.entries());
	} else if (value instanceof Members) {
		yield * inPortions(['SADD', key], each(value.members()));
	} else if (value instanceof List) {
		yield * inPortions(['RPUSH', key], each(value.range()));
	} else if (value instanceof SortedSet) {
		yield * inPortions(['ZADD', key], value.all().map(({member, score}) => [formatGeneral(score, 17), member]));
	} else {
		yield * commandsForStream(key, value);
	}
}

function * inPortions(command: readonly string[], parts: Iterable<readonly string[]>): Generator<readonly string[]> {
	let words = [...command];
	let count = 0;
	for (const part of parts) {
		words.push(...part);
		if (++count === partsPerCommand) {
			yield words;
			words = [...command];
			count = 0;
		}
	}

	if (count > 0) {
		yield words;
	}
}

function * each(items: Iterable<string>): Generator<readonly string[]> {
	for (const item of items) {
		yield [item];
	}
}
