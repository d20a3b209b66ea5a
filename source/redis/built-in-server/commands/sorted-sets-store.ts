import type {Keyspace} from '../keyspace.js';
import {SortedSet, type Scored} from '../values/sorted-set.js';

/** Let a key hold these members, or nothing when there are none. Returns how many there are. */
export function storeSorted(database: Keyspace, key: string, items: readonly Scored[]): number {
	if (items.length === 0) {
		database.remove(key);
	} else {
		database.put(key, SortedSet.of(items));
	}

	return items.length;
}
