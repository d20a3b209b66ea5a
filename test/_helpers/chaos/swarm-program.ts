/*
Two workers of ours, and a sweeper, which `trial.ts` starts, kills and replaces: address of Redis, slot and spending book are its arguments. Their times are shorter than the
protocol's, so that dead workers are found within seconds; but claims last as long as ever, because a foreign worker may hear an announcement late, and a claim that is never given up should show.
*/
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {defaultTimings, type Timings} from '../../../source/protocol/timings.js';
import {parseAddress} from '../../../source/redis/address.js';
import {connect} from '../../../source/redis/connection.js';
import {Sweeper} from '../../../source/swarm/sweeper.js';
import {WorkerLoop} from '../../../source/worker/worker-loop.js';
import {payingExecutor} from './paying-executor.js';
import {spender} from './spending-book.js';
import {untilAskedToLeave} from './until-asked-to-leave.js';

const [url = '', slot = '', file = ''] = process.argv.slice(2);

const timings: Timings = {
	...defaultTimings,
	heartbeatTtlMs: 1500,
	beatEveryMs: 200,
	sweepEveryMs: 100,
	leadershipMs: 500,
	settleMs: 100,
	backoffMs: 100,
};

/** The way to Redis is cut at any time, also while somebody starts: try again, as a service manager does. */
async function insist<Result>(act: () => Promise<Result>): Promise<Result> {
	for (;;) {
		try {
			return await act();
		} catch {
			await delay(50);
		}
	}
}

const connectNow = async () => insist(async () => connect(parseAddress(url), {signal: AbortSignal.timeout(5000)}));

const executor = payingExecutor(spender({slot: Number(slot), file}));

/** Both answer with how to stop what they start. */
async function startWorker(name: string): Promise<() => Promise<void>> {
	const connection = await connectNow();
	const loop = new WorkerLoop({
		connection, workerId: `ours_${slot}_${name}`, executor, concurrency: 2, timings,
	});
	await insist(async () => loop.start());
	return async () => {
		await loop.drain();
		await connection.close();
	};
}

async function startSweeper(): Promise<() => Promise<void>> {
	const connection = await connectNow();
	const sweeper = new Sweeper({connection, id: `sweeper_${slot}`, timings});
	return async () => {
		await sweeper.stop();
		await connection.close();
	};
}

const asked = untilAskedToLeave();
const stops = await Promise.all([startWorker('a'), startWorker('b'), startSweeper()]);
await asked;
await Promise.all(stops.map(async stop => stop()));
