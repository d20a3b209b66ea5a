import type {Connection} from '../redis/connection.js';
import {findOpenTasks} from '../swarm/open-tasks.js';
import {inspectTasks} from '../swarm/inspect-tasks.js';
import type {TaskRunner} from './task-runner.js';
import type {Leases} from './lease-scripts.js';

/**
Offer the runner tasks that were announced while this worker was not listening, and release leases in its name that it does not execute. For a worker that starts or reconnects.

@throws What the connection throws, or the reason of the signal.
*/
export async function findMissedTasks(connection: Connection, leases: Leases, runner: TaskRunner, signal: AbortSignal): Promise<void> {
	runner.caughtUp();
	const {waiting, claimed} = await findOpenTasks(connection, signal);
	await leases.releaseLeftovers(claimed, id => runner.has(id));
	for await (const [id, look] of inspectTasks(connection, waiting, signal)) {
		// Cancelled and failed tasks would be refused, and take the place of others in the queue.
		if (look === 'waiting') {
			runner.offer(id);
		}
	}
}
