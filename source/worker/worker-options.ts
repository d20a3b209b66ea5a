import {defaultTimings, type Timings} from '../protocol/timings.js';
import type {Connection} from '../redis/connection.js';
import type {Executor} from '../executors/executor.js';
import type {WorkerEvent} from '../text/worker-events.js';

/** The options of a worker. */
export type WorkerOptions = {
	/** May be shared. The worker does not close it. */
	readonly connection: Connection;
	/** Must be unique in the swarm: leases are compared by it. */
	readonly workerId: string;
	readonly executor: Executor;
	/** How many tasks it executes at the same time. Default: 1. */
	readonly concurrency?: number;
	/** The most it may spend, in US dollars; `null`: what the swarm's budget allows. Default: `null`. */
	readonly limitUsd?: number | null;
	/** Drain after so many claims. Default: never. */
	readonly maxTasks?: number;
	/** Drain after this long without a task, in milliseconds. Default: never. */
	readonly idleExitMs?: number | null;
	/** Default: those of the protocol. */
	readonly timings?: Timings;
	/** Removes secrets from findings, notes and events. Default: removes nothing. */
	readonly redact?: <T>(value: T) => T;
	readonly onEvent?: (event: WorkerEvent) => void;
};

/** The options with all defaults filled in. */
export type ReadyWorkerOptions = Required<WorkerOptions>;

/** @throws {TypeError} when `concurrency` is no whole number from 1 to 100. */
export function withDefaults(options: WorkerOptions): ReadyWorkerOptions {
	const {concurrency = 1} = options;
	if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
		throw new TypeError(`Expected a concurrency from 1 to 100, got ${concurrency}`);
	}

	return {
		limitUsd: null,
		maxTasks: Number.POSITIVE_INFINITY,
		idleExitMs: null,
		timings: defaultTimings,
		redact: value => value,
		onEvent: () => undefined,
		...options,
		concurrency,
	};
}
