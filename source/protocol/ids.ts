import {randomBytes, randomUUID} from 'node:crypto';
import os from 'node:os';

/** Ids that we write. Any other id is accepted when reading. */
export const idPattern = /^[\w-]{1,64}$/u;

/** A new finding id, like `finding_9c1e22ab04d1`. */
export function newFindingId(): string {
	// The first twelve digits of a UUID are random, and Node caches random bytes for them.
	const uuid = randomUUID();
	return `finding_${uuid.slice(0, 8)}${uuid.slice(9, 13)}`;
}

/** The ids that a name of a finding may stand for, the likeliest first: with or without the prefixes `finding:` and `finding_`. */
export function findingIds(name: string): readonly string[] {
	const ids = name.startsWith('finding:') ? [name.slice('finding:'.length), name] : [name];
	return [...ids, ...ids.map(id => id.startsWith('finding_') ? id.slice('finding_'.length) : `finding_${id}`)];
}

/** The names that a finding with this id may be called by: the inverse of `findingIds`. */
export function findingNames(id: string): readonly string[] {
	const ids = [id, id.startsWith('finding_') ? id.slice('finding_'.length) : `finding_${id}`];
	return [...ids, ...ids.map(other => `finding:${other}`)];
}

/** A new task id, like `task_9c1e22ab`. */
export function newTaskId(): string {
	return `task_${randomBytes(4).toString('hex')}`;
}

/** A new worker id, unique per process, because claims are compared by it. */
export function newWorkerId(): string {
	const host = os.hostname().replaceAll(/[^\w-]/gu, '').slice(0, 20);
	return `haiku_${host === '' ? 'host' : host}_${randomUUID().slice(0, 8)}`;
}
