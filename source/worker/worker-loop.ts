import {setTimeout as delay} from 'node:timers/promises';
import PQueue from 'p-queue';
import {channels} from '../protocol/keys.js';
import {asError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {Listener} from '../redis/listener.js';
import type {Executor} from './executor.js';
import {claimTask, handOver, releaseTask} from './hand-over.js';
import {Heartbeat} from './heartbeat.js';
import {findWaitingTasks} from './waiting-tasks.js';

const mostWaiting = 10_000;
const longestId = 512;
const retryAfterMs = 5000;
const mostFailures = 3;

/** What happens in a worker, for a log. */
export type WorkerEvent
	= | {readonly type: 'listening'}
		| {readonly type: 'claimed'; readonly taskId: string}
		| {readonly type: 'finished'; readonly taskId: string; readonly findingId: string}
	/** Given back, because the attempt failed or the worker was stopped. */
		| {readonly type: 'released'; readonly taskId: string; readonly reason: string}
		| {readonly type: 'trouble'; readonly reason: string};

/** What a worker is made with. */
export type WorkerOptions = {
	/** For commands; may be shared. The worker does not close it. */
	readonly connection: Connection;
	/** Must be unique in the swarm: claims are compared by it. */
	readonly workerId: string;
	readonly executor: Executor;
	/** How many tasks it executes at the same time. Default: 1. */
	readonly concurrency?: number;
	readonly onEvent?: (event: WorkerEvent) => void;
};

/**
A worker in loop mode. It is *working* from `start` on: it listens, claims what it hears, and executes. `drain` makes it *draining*: it claims nothing more, finishes what it has in hand within the grace time, gives back what it cannot finish, and is then *stopped* for good.
*/
export class WorkerLoop {
	readonly #options: WorkerOptions;
	readonly #queue: PQueue;
	readonly #abort = new AbortController();
	readonly #inHand = new Set<string>();
	readonly #heard = new Set<string>();
	readonly #failures = new Map<string, number>();
	readonly #draining = new AbortController();
	readonly #heartbeat: Heartbeat;
	#listener: Listener | undefined;
	#stopWatching: (() => void) | undefined;
	#isDraining = false;
	/** More was heard than is kept: to be looked for when the rest is done. */
	#isBehind = false;
	#stopped: Promise<void> | undefined;
	#done = 0;
	#failed = 0;

	/** @throws {TypeError} when `concurrency` is no whole number from 1 to 100. */
	constructor(options: WorkerOptions) {
		const {concurrency = 1, connection, workerId, executor} = options;
		if (!Number.isInteger(concurrency) || concurrency < 1 || concurrency > 100) {
			throw new TypeError(`Expected a concurrency from 1 to 100, got ${concurrency}`);
		}

		this.#options = options;
		this.#queue = new PQueue({concurrency});
		this.#heartbeat = new Heartbeat({
			connection,
			workerId,
			describe: () => ({
				executor: executor.name,
				concurrency,
				state: this.#isDraining ? 'draining' : (this.#inHand.size > 0 ? 'working' : 'idle'),
				tasks: [...this.#inHand],
				done: this.#done,
				failed: this.#failed,
			}),
			onError: error => {
				this.#trouble(error);
			},
		});
	}

	/** Its id in the swarm. */
	get id(): string {
		return this.#options.workerId;
	}

	/** How many tasks it executes at the moment. */
	get busy(): number {
		return this.#inHand.size;
	}

	/** Begin: first heartbeat, then listen, then look for tasks that were announced while nobody listened. */
	async start(): Promise<void> {
		await this.#heartbeat.beat();
		// What was heard while commands did not get through is found again.
		this.#stopWatching = this.#options.connection.onLink(({kind}) => {
			if (kind === 'up') {
				void this.#heartbeat.beat();
				void this.#catchUp();
			}
		});
		this.#listener = new Listener({
			address: this.#options.connection.address,
			arm: async client => client.subscribe(channels.tasks),
			onArmed: () => {
				this.#tell({type: 'listening'});
				void this.#catchUp();
			},
			onLost: reason => {
				this.#trouble(new Error(`the link was lost: ${reason}`));
			},
			onMessage: (_channel, payload) => {
				this.#take(String(payload).slice(0, longestId));
			},
		});
	}

	/**
	Stop cleanly. Calling it again with a shorter grace time hurries it. Never rejects.

	@param graceMs How long what is in hand may still take. Default: 30,000.
	*/
	async drain(graceMs = 30_000): Promise<void> {
		this.#isDraining = true;
		this.#draining.abort();
		this.#listener?.close();
		this.#stopWatching?.();
		this.#queue.clear();
		this.#stopped ??= this.#finish();
		const hurry = new AbortController();
		await Promise.race([
			this.#stopped,
			delay(graceMs, undefined, {signal: hurry.signal}).then(() => {
				this.#abort.abort(new Error('the worker was stopped'));
			}, () => undefined),
		]);
		hurry.abort();
		await this.#stopped;
	}

	async #finish(): Promise<void> {
		void this.#heartbeat.beat();
		await this.#queue.onIdle();
		await this.#heartbeat.stop();
	}

	async #catchUp(): Promise<void> {
		try {
			for (const id of await findWaitingTasks(this.#options.connection, this.#abort.signal)) {
				this.#take(id);
			}
		} catch (error) {
			this.#trouble(error);
		}
	}

	#take(taskId: string): void {
		if (this.#isDraining || this.#heard.has(taskId)) {
			return;
		}

		if (this.#queue.size >= mostWaiting) {
			this.#isBehind = true;
			return;
		}

		this.#heard.add(taskId);
		void this.#queue.add(async () => {
			let isFailed = false;
			try {
				isFailed = await this.#attempt(taskId) === 'failed';
			} catch (error) {
				this.#trouble(error);
			} finally {
				if (isFailed) {
					void this.#retryLater(taskId);
				} else {
					this.#heard.delete(taskId);
				}

				if (this.#isBehind && this.#queue.size === 0) {
					this.#isBehind = false;
					void this.#catchUp();
				}
			}
		});
	}

	/** Others may try at once what failed here; this worker after a pause, and only so often: a task that nobody can do must not be tried for ever. */
	async #retryLater(taskId: string): Promise<void> {
		const failures = (this.#failures.get(taskId) ?? 0) + 1;
		this.#failures.set(taskId, failures);
		if (failures >= mostFailures) {
			// It stays among those heard: this worker does not take it again.
			this.#trouble(new Error(`${taskId} failed ${failures} times here and is left to others`));
			return;
		}

		try {
			await delay(retryAfterMs, undefined, {signal: this.#draining.signal});
		} catch {
			return;
		}

		this.#heard.delete(taskId);
		this.#take(taskId);
	}

	async #attempt(taskId: string): Promise<'done' | 'failed' | 'not ours'> {
		const {connection, workerId, executor} = this.#options;
		const job = await claimTask(connection, taskId, workerId);
		if (!job) {
			return 'not ours';
		}

		this.#inHand.add(taskId);
		this.#tell({type: 'claimed', taskId});
		void this.#heartbeat.beat();
		const startMs = performance.now();
		try {
			const outcome = await executor.execute(job, {signal: this.#abort.signal});
			const durationMs = Math.round(performance.now() - startMs);
			const findingId = await handOver(connection, {
				workerId, job, outcome, executor: executor.name, durationMs,
			});
			this.#done++;
			this.#tell({type: 'finished', taskId, findingId});
			return 'done';
		} catch (error) {
			this.#failed++;
			await releaseTask(connection, taskId, workerId);
			this.#tell({type: 'released', taskId, reason: this.#abort.signal.aborted ? 'the worker was stopped' : asError(error).message});
			return 'failed';
		} finally {
			this.#inHand.delete(taskId);
			void this.#heartbeat.beat();
		}
	}

	#tell(event: WorkerEvent): void {
		this.#options.onEvent?.(event);
	}

	#trouble(error: unknown): void {
		if (!this.#abort.signal.aborted) {
			this.#tell({type: 'trouble', reason: asError(error).message});
		}
	}
}
