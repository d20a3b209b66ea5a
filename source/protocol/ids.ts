import {randomBytes, randomUUID} from 'node:crypto';
import os from 'node:os';

/** Ids that we make or accept for writing. Ids of others are read whatever they look like. */
export const idPattern = /^[\w-]{1,64}$/u;

/** A new finding id, like `finding_9c1e22ab04d1`. */
export function newFindingId(): string {
	return `finding_${randomBytes(6).toString('hex')}`;
}

/**
The ids under which a finding may lie that somebody calls by this one: as it is first, then with or without the `finding_` that some writers put before it. A leading `finding:` is the key's, not the id's.
*/
export function findingIds(name: string): readonly [string, string] {
	const id = name.startsWith('finding:') ? name.slice('finding:'.length) : name;
	return [id, id.startsWith('finding_') ? id.slice('finding_'.length) : `finding_${id}`];
}

/** A new task id, like `task_9c1e22ab`. */
export function newTaskId(): string {
	return `task_${randomBytes(4).toString('hex')}`;
}

/** A new worker id, unique per process: a claim is compared by it. */
export function newWorkerId(): string {
	const host = os.hostname().replaceAll(/[^\w-]/gu, '').slice(0, 20);
	return `haiku_${host === '' ? 'host' : host}_${randomUUID().slice(0, 8)}`;
}
