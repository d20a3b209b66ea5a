import {randomBytes, randomUUID} from 'node:crypto';
import os from 'node:os';

/** Ids that we make or accept for writing. Ids of others are read whatever they look like. */
export const idPattern = /^[\w-]{1,64}$/u;

/** A new finding id, like `finding_9c1e22ab04d1`. */
export function newFindingId(): string {
	return `finding_${randomBytes(6).toString('hex')}`;
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
