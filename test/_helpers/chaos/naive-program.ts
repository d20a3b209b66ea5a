/*
Two workers that speak the fixed protocol as its text has it, with the defaults of ioredis: each listens, takes with `SET … NX EX 300` what it hears, and goes through the steps. What fails is left
as it is, and nobody looks for what was not heard. For comparison with `swarm-program.ts`, which is started in the same way.
*/
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {Redis} from 'ioredis';
import PQueue from 'p-queue';
import {newFindingId} from '../../../source/protocol/ids.js';
import {
	channels, claimTtlSeconds, heartbeatTtlSeconds, keys,
} from '../../../source/protocol/redis-keys.js';
import {workMs} from './paying-executor.js';
import {spender, tokensFor} from './spending-book.js';
import {untilAskedToLeave} from './until-asked-to-leave.js';

const [url = '', slot = '', file = ''] = process.argv.slice(2);
const spend = spender({slot: Number(slot), file});

function startWorker(workerId: string) {
	const redis = new Redis(url);
	const listener = new Redis(url);
	const queue = new PQueue({concurrency: 2});
	const beat = () => {
		redis.set(keys.heartbeat(workerId), new Date().toISOString(), 'EX', heartbeatTtlSeconds).catch(() => undefined);
	};

	const heartbeat = setInterval(beat, 15_000);
	beat();

	const execute = async (taskId: string) => {
		if (await redis.set(keys.claim(taskId), workerId, 'EX', claimTtlSeconds, 'NX') === null) {
			return;
		}

		const body = await redis.get(keys.task(taskId));
		if (body === null) {
			return;
		}

		const {description} = JSON.parse(body) as {readonly description: string};
		await delay(workMs());
		const microUsd = spend(taskId);
		const {input, output} = tokensFor(microUsd);
		const findingId = newFindingId();
		await redis.set(keys.finding(findingId), JSON.stringify({
			finding_id: findingId,
			worker_id: workerId,
			timestamp: new Date().toISOString(),
			task: description,
			result: 'done',
			files_changed: [],
			citations: [],
			tokens_used: input + output,
			cost: microUsd / 1e6,
		}));
		await redis.publish(channels.findings, findingId);
		await redis.incrbyfloat(keys.cost('haiku'), microUsd / 1e6);
		await redis.set(keys.result(taskId), findingId);
		await redis.publish(channels.completions, taskId);
	};

	for (const client of [redis, listener]) {
		client.on('error', () => undefined);
	}

	listener.on('message', (_channel, taskId) => {
		queue.add(async () => execute(taskId)).catch(() => undefined);
	});
	listener.subscribe(channels.tasks).catch(() => undefined);
	return async () => {
		clearInterval(heartbeat);
		listener.disconnect();
		await queue.onIdle();
		redis.disconnect();
	};
}

// With the defaults of ioredis nobody can wait for what it does by itself when a connection ends.
process.on('unhandledRejection', () => undefined);
const asked = untilAskedToLeave();
const stops = [startWorker(`naive_${slot}_a`), startWorker(`naive_${slot}_b`)];
await asked;
await Promise.all(stops.map(async stop => stop()));
