/*
BullMQ with an empty processor. The jobs of a batch lie in a queue of their own before the clock starts, so that it pays for no announcements; or they come from another process while it runs.
*/
import {Worker} from 'bullmq';
import {fillQueue, queueName} from './throughput-queue.js';
import {doBatches, order, Tally} from './throughput-batches.js';
import {tasksOf} from './throughput-tasks.js';

const connection = {host: '127.0.0.1', port: order.port, maxRetriesPerRequest: null};
let close = async () => undefined as unknown;

await doBatches(async batch => {
	await close();
	if (order.isFilledBefore) {
		await fillQueue(order.port, batch, tasksOf(batch, order.tasks));
	}

	const tally = new Tally();
	const worker = new Worker(queueName(batch), async () => undefined, {connection, concurrency: order.concurrency, autorun: false});
	worker.on('completed', () => {
		tally.count();
	});
	await worker.waitUntilReady();
	close = async () => worker.close();
	return async () => {
		void worker.run();
		await tally.next();
	};
});
