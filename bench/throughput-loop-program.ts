/*
The fixed protocol as a plain loop: one task after the other, a round trip for every command. The counterpart of throughput-loop.py.
*/
import {randomBytes} from 'node:crypto';
import {Redis} from 'ioredis';
import {doBatches, order} from './throughput-batches.js';

const worker = 'haiku_node';
const client = new Redis(order.port);
const subscriber = new Redis(order.port);
const heard: string[] = [];
let wake: (() => void) | undefined;

subscriber.on('message', (_channel, taskId) => {
	heard.push(taskId);
	wake?.();
});
await subscriber.subscribe('channel:tasks');

async function attempt(taskId: string): Promise<void> {
	if (await client.set(`task:${taskId}:claimed`, worker, 'EX', 300, 'NX') === null) {
		return;
	}

	const {description} = JSON.parse(await client.get(`task:${taskId}`) ?? '') as {readonly description: string};
	await client.get('context:active');
	const findingId = `finding_${randomBytes(6).toString('hex')}`;
	await client.set(`finding:${findingId}`, JSON.stringify({
		finding_id: findingId,
		worker_id: worker,
		timestamp: new Date().toISOString(),
		task: description,
		result: `(simulated) Nothing was done. The task was: ${description}`,
		files_changed: [],
		citations: [],
		tokens_used: 0,
		cost: 0,
	}));
	await client.publish('channel:findings', findingId);
	await client.incrbyfloat('cost:haiku', 0);
	await client.set(`task:${taskId}:result`, findingId);
	await client.publish('channel:completions', taskId);
}

async function somethingHeard(): Promise<void> {
	return new Promise(resolve => {
		wake = resolve;
	});
}

await doBatches(async () => async () => {
	for (let done = 0; done < order.tasks;) {
		const taskIds = heard.splice(0);
		for (const taskId of taskIds) {
			await attempt(taskId);
		}

		done += taskIds.length;
		if (taskIds.length === 0) {
			await somethingHeard();
		}
	}
});
