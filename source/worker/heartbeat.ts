import os from 'node:os';
import process from 'node:process';
import {heartbeatTtlSeconds, keys, swarmKeys} from '../protocol/keys.js';
import {formatTime} from '../protocol/times.js';
import type {Connection} from '../redis/connection.js';

const beatEveryMs = 15_000;

/** What a worker says of itself beside its heartbeat, apart from host, process and times. */
export type SelfDescription = {
	readonly executor: string;
	readonly concurrency: number;
	readonly state: 'idle' | 'working' | 'draining';
	/** The ids of the tasks in hand. */
	readonly tasks: readonly string[];
	readonly done: number;
	readonly failed: number;
};

/** What a heartbeat needs. */
export type HeartbeatOptions = {
	readonly connection: Connection;
	readonly workerId: string;
	/** What the worker would say of itself now. */
	readonly describe: () => SelfDescription;
	/** A beat could not be written. The next one is tried all the same. */
	readonly onError: (error: unknown) => void;
};

/**
Beats every 15 seconds, whether the worker is busy or not, so that three beats may be lost before anybody calls it dead.
*/
export class Heartbeat {
	readonly #options: HeartbeatOptions;
	readonly #startedAt = formatTime(Date.now());
	readonly #timer: NodeJS.Timeout;

	/** Begins to beat; call `beat` once to make the first one sure. */
	constructor(options: HeartbeatOptions) {
		this.#options = options;
		this.#timer = setInterval(() => {
			void this.beat();
		}, beatEveryMs);
	}

	/** Beat now: when something changed that others should see at once. Never rejects. */
	async beat(): Promise<void> {
		const {connection, workerId, describe, onError} = this.#options;
		const {tasks, ...rest} = describe();
		const note = JSON.stringify({
			host: os.hostname(), pid: process.pid, started_at: this.#startedAt, task_ids: tasks, ...rest,
		});
		try {
			await Promise.all([
				connection.call('SET', keys.heartbeat(workerId), formatTime(Date.now()), 'EX', heartbeatTtlSeconds),
				connection.call('SET', swarmKeys.worker(workerId), note, 'EX', heartbeatTtlSeconds),
			]);
		} catch (error) {
			onError(error);
		}
	}

	/** Stop, and let nobody wait for the last beat to run out. Never rejects. */
	async stop(): Promise<void> {
		const {connection, workerId, onError} = this.#options;
		clearInterval(this.#timer);
		try {
			await connection.call('DEL', keys.heartbeat(workerId), swarmKeys.worker(workerId));
		} catch (error) {
			onError(error);
		}
	}
}
