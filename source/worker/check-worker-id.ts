import os from 'node:os';
import process from 'node:process';
import {keys, swarmKeys} from '../protocol/redis-keys.js';
import {UserError} from '../protocol/user-error.js';
import {readWorkerNote} from '../protocol/worker-note.js';
import type {Connection} from '../redis/connection.js';
import {workerIdInUse} from '../text/worker-text.js';

/**
Refuse a worker id that is in use: leases are compared by it, so two workers with one id would execute the same tasks. A process of this machine that has exited does not count.

@throws {UserError} that names the worker that uses it.
*/
export async function checkWorkerId(connection: Connection, workerId: string): Promise<void> {
	const note = await connection.call('GET', swarmKeys.worker(workerId)).catch(() => '') as string | null;
	if (note === null && await connection.call('EXISTS', keys.heartbeat(workerId)) === 1) {
		throw new UserError(workerIdInUse(workerId, null));
	}

	const {host = null, pid = null} = readWorkerNote({kind: 'text', text: note ?? '', bytes: 0}) ?? {};
	const isSelf = host === os.hostname() && pid === process.pid;
	if (host === null || pid === null || isSelf || (host === os.hostname() && !isRunning(pid))) {
		return;
	}

	throw new UserError(workerIdInUse(workerId, {host, pid}));
}

function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		// EPERM: it runs, as another user.
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}
