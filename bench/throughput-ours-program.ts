/*
Our worker with the `dry-run` executor, as it is released.
*/
import {parseAddress} from '../source/redis/address.js';
import {connect} from '../source/redis/connection.js';
import {dryRun} from '../source/executors/dry-run/dry-run.js';
import {WorkerLoop} from '../source/worker/worker-loop.js';
import {doBatches, order, Tally} from './throughput-batches.js';

const tally = new Tally();
const connection = await connect(parseAddress(`redis://127.0.0.1:${order.port}`), {signal: new AbortController().signal});
let listens: (() => void) | undefined;
const listening = new Promise<void>(resolve => {
	listens = resolve;
});
const worker = new WorkerLoop({
	connection,
	workerId: 'haiku_ours',
	executor: dryRun(0),
	concurrency: order.concurrency,
	onEvent({type}) {
		if (type === 'listening') {
			listens?.();
		} else if (type === 'finished') {
			tally.count();
		}
	},
});
await worker.start();
await listening;

await doBatches(async () => {
	const all = tally.next();
	return async () => all;
});
