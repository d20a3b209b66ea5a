import type {ExecutionContext} from 'ava';
import type {Connection} from '../../source/redis/connection.js';
import type {Executor} from '../../source/executors/executor.js';
import type {WorkerEvent} from '../../source/text/worker-events.js';
import {WorkerLoop} from '../../source/worker/worker-loop.js';
import type {WorkerOptions} from '../../source/worker/worker-options.js';

/** A worker that runs. */
export type Started = {
	readonly loop: WorkerLoop;
	readonly events: readonly WorkerEvent[];
	/** Resolves when so many events of a type have happened. */
	until(type: WorkerEvent['type'], count?: number): Promise<void>;
};

/** Start a worker, which ends with the test, and wait until it listens. */
export async function start(t: ExecutionContext, connection: Connection, executor: Executor, options: Partial<Omit<WorkerOptions, 'connection' | 'executor' | 'onEvent'>> = {}): Promise<Started> {
	const events: WorkerEvent[] = [];
	const waiting = new Set<() => void>();
	const loop = new WorkerLoop({
		workerId: 'haiku_test',
		...options,
		connection,
		executor,
		onEvent(event) {
			events.push(event);
			for (const look of waiting) {
				look();
			}
		},
	});
	t.teardown(async () => loop.drain(0));
	const until: Started['until'] = async (type, count = 1) => new Promise(resolve => {
		const look = () => {
			if (events.filter(event => event.type === type).length >= count) {
				waiting.delete(look);
				resolve();
			}
		};

		waiting.add(look);
		look();
	});
	await loop.start();
	await until('listening');
	return {loop, events, until};
}
