import {defaultTimings, type Timings} from '../protocol/timings.js';
import type {Connection} from '../redis/connection.js';
import type {Executor} from '../executors/executor.js';
import type {WorkerEvent} from './worker-events.js';

/** What a worker is made with. */
export type WorkerOptions = {
	/** For commands; may be shared. The worker does not close it. */
	readonly connection: Connection;
	/** Must be unique in the swarm: claims are compared by it. */
	readonly workerId: string;
	readonly executor: Executor;
	/** How many tasks it executes at the same time. Default: 1. */
	readonly concurrency?: number;
	/** The most that it may spend, in US dollars; `null`: what the swarm's budget allows. Default: `null`. */
	readonly capUsd?: number | null;
	/** Drain after so many claims. Default: never. */
	readonly maxTasks?: number;
	/** Drain after so long without anything to do, in milliseconds. Default: never. */
	readonly idleExitMs?: number | null;
	/** Default: those of the protocol. */
	readonly timings?: Timings;
	/** Takes secrets out of what goes into findings, notes and events. Default: takes out nothing. */
	readonly redact?: <T>(value: T) => T;
	readonly onEvent?: (event: WorkerEvent) => void;
};

/** The same with every default in place. */
export type ReadyWorkerOptions = Required<WorkerOptions>;

/** @throws {TypeError} when `concurrency` is no whole number from 1 to 100. */
export function withDefaults(options: WorkerOptions): ReadyWorkerOptions {
	const {concurrency = 1} = options;
	if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
		throw new TypeError(`Expected a concurrency from 1 to 100, got ${concurrency}`);
	}

	return {
		capUsd: null,
		maxTasks: Number.POSITIVE_INFINITY,
		idleExitMs: null,
		timings: defaultTimings,
		redact: value => value,
		onEvent: () => undefined,
		...options,
		concurrency,
	};
}
