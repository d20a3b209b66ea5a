import {Queue} from 'bullmq';
import type {BenchTask} from './throughput-tasks.js';

const jobsPerCall = 1000;

/** The name of the queue of a batch. */
export function queueName(batch: number): string {
	return `bench-${batch}`;
}

/** Put tasks into the queue of a batch, as BullMQ's users do it: many with one call. */
export async function fillQueue(port: number, batch: number, tasks: readonly BenchTask[]): Promise<void> {
	const queue = new Queue(queueName(batch), {connection: {host: '127.0.0.1', port, maxRetriesPerRequest: null}});
	const jobs = tasks.map(({body}) => ({name: 'task', data: body}));
	for (let first = 0; first < jobs.length; first += jobsPerCall) {
		await queue.addBulk(jobs.slice(first, first + jobsPerCall));
	}

	await queue.close();
}
