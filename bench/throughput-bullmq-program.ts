/*
BullMQ with an empty processor. The jobs of a batch lie in a queue of their own before the clock starts: it pays for no announcements.
*/
import {Queue, Worker} from 'bullmq';
import {doBatches, order, Tally} from './throughput-batches.js';
import {tasksOf} from './throughput-tasks.js';

const connection = {host: '127.0.0.1', port: order.port, maxRetriesPerRequest: null};
const jobsPerCall = 1000;
let close = async () => undefined as unknown;

await doBatches(async batch => {
	await close();
	const queue = new Queue(`bench-${batch}`, {connection});
	const jobs = tasksOf(batch, order.tasks).map(({body}) => ({name: 'task', data: body}));
	for (let first = 0; first < jobs.length; first += jobsPerCall) {
		await queue.addBulk(jobs.slice(first, first + jobsPerCall));
	}

	const tally = new Tally();
	const worker = new Worker(queue.name, async () => undefined, {connection, concurrency: order.concurrency, autorun: false});
	worker.on('completed', () => {
		tally.count();
	});
	await worker.waitUntilReady();
	close = async () => Promise.all([worker.close(), queue.close()]);
	return async () => {
		void worker.run();
		await tally.next();
	};
});
