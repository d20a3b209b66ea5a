import type {Keyspace} from '../keyspace.js';
import type {Reply} from '../reply.js';
import type {Names} from '../values/names.js';
import type {Collection} from '../values/values.js';
import {parseCursor, parseScanOptions} from './scan-options.js';

/**
`HSCAN`, `SSCAN`, `ZSCAN`: part of the names, with what belongs to each.

@param tell What is told behind a name.
@throws {CommandError}
*/
export function scanParts<T extends Collection & {readonly names: Pick<Names, 'scan'>}>(
	database: Keyspace,
	[key = '', cursor = '', ...options]: readonly string[],
	kind: abstract new () => T,
	tell: (parts: T, name: string) => readonly string[],
): Reply {
	const from = parseCursor(cursor);
	const parts = database.readParts(key, kind);
	if (!parts) {
		return ['0', []];
	}

	const {count, isMatch} = parseScanOptions(options, false);
	const {names, next} = parts.names.scan(from, count);
	return [String(next), names.filter(name => isMatch(name)).flatMap(name => [name, ...tell(parts, name)])];
}
