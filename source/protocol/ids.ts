import {randomBytes, randomUUID} from 'node:crypto';
import os from 'node:os';

/** Ids that we make or accept for writing. Ids of others are read whatever they look like. */
export const idPattern = /^[\w-]{1,64}$/u;

/** A new finding id, like `finding_9c1e22ab04d1`. */
export function newFindingId(): string {
	// The first twelve digits of a UUID are random, and Node keeps some in store.
	const uuid = randomUUID();
	return `finding_${uuid.slice(0, 8)}${uuid.slice(9, 13)}`;
}

/**
The ids under which a finding may lie that somebody calls by this name, the likeliest first: as it is, or without the `finding:` of a key, each with or without the `finding_` that some writers put before it.
*/
export function findingIds(name: string): readonly string[] {
	const ids = name.startsWith('finding:') ? [name.slice('finding:'.length), name] : [name];
	return [...ids, ...ids.map(id => id.startsWith('finding_') ? id.slice('finding_'.length) : `finding_${id}`)];
}

/** The names by which somebody may call the finding with this id: the other way round. */
export function findingNames(id: string): readonly string[] {
	const ids = [id, id.startsWith('finding_') ? id.slice('finding_'.length) : `finding_${id}`];
	return [...ids, ...ids.map(other => `finding:${other}`)];
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
