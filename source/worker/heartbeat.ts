import os from 'node:os';
import process from 'node:process';
import type {BudgetRefusal} from '../money/budget.js';
import {keys, swarmKeys} from '../protocol/redis-keys.js';
import {beatsSeconds} from '../protocol/timings.js';
import {formatTime} from '../protocol/times.js';
import {version} from '../protocol/version.js';
import type {Progress} from '../executors/executor.js';
import {Throttle} from './throttle.js';
import type {ReadyWorkerOptions} from './worker-options.js';

const noteEveryMs = 500;

/** What a worker publishes about itself beside its heartbeat, apart from host, process and times. */
export type SelfDescription = {
	readonly executor: string;
	readonly model: string | null;
	readonly workdir: string | null;
	readonly concurrency: number;
	readonly state: 'idle' | 'working' | 'paused' | 'draining';
	/** Why it claims no tasks at the moment, or `null`. */
	readonly blocked: string | null;
	/** Which rule of the budget blocks it, or `null`. */
	readonly blockedCode: BudgetRefusal['code'] | null;
	/** Its active tasks by id, with the progress of each. */
	readonly tasks: ReadonlyMap<string, Progress | null>;
	readonly done: number;
	readonly failed: number;
	readonly spentUsd: number;
};

/** What a heartbeat needs. */
export type HeartbeatOptions = Pick<ReadyWorkerOptions, 'connection' | 'workerId' | 'timings'> & {
	/** The current state of the worker. */
	readonly describe: () => SelfDescription;
	/** A heartbeat could not be written. The next one is still tried. */
	readonly onError: (error: unknown) => void;
};

/** Writes the heartbeat for as long as the worker lives, idle or busy, several times within its time to live. Beside it goes the worker's state, at most twice a second. */
export class Heartbeat {
	readonly #startedAt = formatTime(Date.now());
	readonly #throttle = new Throttle(async () => this.#beat(), noteEveryMs);
	#timer: NodeJS.Timeout | undefined;

	constructor(private readonly options: HeartbeatOptions) {}

	/** Start. Resolves when the first heartbeat was written or has failed. Never rejects. */
	async start(): Promise<void> {
		this.#timer = setInterval(() => {
			this.#throttle.ask();
		}, this.options.timings.beatEveryMs);
		await this.#beat();
	}

	/** Publish a change of state soon. Does nothing before `start`. */
	tell(): void {
		if (this.#timer) {
			this.#throttle.ask();
		}
	}

	/**
	Stop, and delete the heartbeat instead of letting it expire; before `start` it may be somebody else's. Never rejects.

	@param isClean Whether the worker holds no lease any more. Leases it leaves behind are taken away once it has no heartbeat.
	*/
	async stop(isClean: boolean): Promise<void> {
		if (!this.#timer) {
			return;
		}

		const {connection, workerId, onError} = this.options;
		clearInterval(this.#timer);
		await this.#throttle.close();
		try {
			await connection.call('DEL', keys.heartbeat(workerId), swarmKeys.worker(workerId), ...(isClean ? [swarmKeys.beats(workerId)] : []));
		} catch (error) {
			onError(error);
		}
	}

	async #beat(): Promise<void> {
		const {connection, workerId, timings, describe, onError} = this.options;
		const {tasks, spentUsd, blockedCode, ...rest} = describe();
		const note = JSON.stringify({
			host: os.hostname(),
			pid: process.pid,
			version,
			started_at: this.#startedAt,
			task_ids: [...tasks.keys()],
			progress: [...tasks].flatMap(([task, progress]) => progress === null ? [] : {task, ...progress}),
			spent_usd: spentUsd,
			blocked_code: blockedCode,
			...rest,
		});
		try {
			await Promise.all([
				connection.call('SET', swarmKeys.beats(workerId), '1', 'EX', beatsSeconds),
				connection.call('SET', keys.heartbeat(workerId), formatTime(Date.now()), 'PX', timings.heartbeatTtlMs),
				connection.call('SET', swarmKeys.worker(workerId), note, 'PX', timings.heartbeatTtlMs),
			]);
		} catch (error) {
			onError(error);
		}
	}
}
