import type {Connection} from '../redis/connection.js';
import {findOpenTasks} from '../swarm/open-tasks.js';
import {inspectTasks} from '../swarm/inspect-tasks.js';
import type {TaskRunner} from './task-runner.js';
import type {Leases} from './lease.js';

/**
Find what was announced while nobody listened, and give back what is claimed in our name without being in our runner. For a worker that begins or was cut off.

@throws What the connection throws, or the reason of the signal.
*/
export async function findMissedTasks(connection: Connection, leases: Leases, runner: TaskRunner, signal: AbortSignal): Promise<void> {
	runner.caughtUp();
	const {waiting, claimed} = await findOpenTasks(connection, signal);
	await leases.releaseLeftovers(claimed, id => runner.has(id));
	for await (const [id, look] of inspectTasks(connection, waiting, signal)) {
		// What was cancelled or set aside would be refused, and keep the place of others.
		if (look === 'waiting') {
			runner.offer(id);
		}
	}
}
