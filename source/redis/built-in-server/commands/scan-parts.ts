import type {Keyspace} from '../keyspace.js';
import type {Reply} from '../reply.js';
import type {Collection} from '../values/values.js';
import {parseCursor, parseScanOptions} from './scan-options.js';

/**
`HSCAN`, `SSCAN`, `ZSCAN`: everything at once, as Redis does it for what is small.

@param list Names, each with what is told after it.
@throws {CommandError}
*/
export function scanParts<T extends Collection>(
	database: Keyspace,
	[key = '', cursor = '', ...options]: readonly string[],
	kind: abstract new () => T,
	list: (parts: T) => Iterable<readonly [name: string, ...rest: string[]]>,
): Reply {
	parseCursor(cursor);
	const parts = database.readParts(key, kind);
	if (!parts) {
		return ['0', []];
	}

	const {isMatch} = parseScanOptions(options, false);
	const found: string[] = [];
	for (const item of list(parts)) {
		if (isMatch(item[0])) {
			found.push(...item);
		}
	}

	return ['0', found];
}
