import type {Reply} from '../reply.js';
import type {StreamEntry} from '../values/stream-node.js';
import {formatId} from './streams-ids.js';

/** An entry of a stream as a reply. */
export function show({id, fields}: StreamEntry): Reply {
	return [formatId(id), fields];
}

/** Entries of a stream as a reply. */
export function showAll(entries: readonly StreamEntry[]): Reply {
	return entries.map(entry => show(entry));
}
