import {formatId, greatestId} from '../commands/streams-ids.js';
import {greatestInteger} from '../integers.js';
import type {Stream} from '../values/stream.js';

/**
The commands that make a stream as it is: its entries, then what it remembers of those that are gone.
*/
export function * commandsForStream(key: string, stream: Stream): Generator<readonly string[]> {
	for (const {id, fields} of stream.range(0n, greatestId, 0)) {
		yield ['XADD', key, formatId(id), ...fields];
	}

	if (stream.size === 0) {
		// There is no other way to make an empty one.
		yield ['XADD', key, 'MAXLEN', '0', '0-1', 'x', 'y'];
	}

	const {lastId, deletedId, added} = stream;
	const isAhead = deletedId > lastId;
	const isTooMany = added > greatestInteger;
	yield ['XSETID', key, formatId(isAhead ? deletedId : lastId), 'ENTRIESADDED', String(isTooMany ? greatestInteger : added), 'MAXDELETEDID', formatId(deletedId)];
	if (isAhead) {
		// Redis refuses to set both at once, but not one after the other.
		yield ['XSETID', key, formatId(lastId)];
	}
}
