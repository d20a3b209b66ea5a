import type {Keyspace} from '../keyspace.js';
import type {Reply} from '../reply.js';
import type {Collection} from '../values/values.js';

/**
`HDEL`, `SREM`, `ZREM`: take names away. Returns how many were there.

@throws {CommandError} when the key holds something else.
*/
export function deleteParts<T extends Collection & {delete(name: string): boolean}>(
	database: Keyspace,
	[key = '', ...names]: readonly string[],
	kind: abstract new () => T,
): Reply {
	const parts = database.findParts(key, kind);
	const deleted = parts ? names.filter(name => parts.delete(name)).length : 0;
	if (deleted > 0) {
		database.touch(key);
	}

	return deleted;
}
