import {once} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import {readControl, type Control} from '../protocol/control-message.js';
import {match} from '../protocol/match.js';
import {channels, swarmKeys} from '../protocol/redis-keys.js';
import {asError} from '../protocol/user-error.js';
import {Subscriber} from '../redis/subscriber.js';
import {findOpenTasks, inspectTasks} from '../swarm/open-tasks.js';
import {suppressRepeats} from '../swarm/suppress-repeats.js';
import {endReasons} from '../text/worker-text.js';
import {Interruption} from './active-task.js';
import {ClaimGate} from './claim-gate.js';
import {ResultReporter} from './result-reporter.js';
import {TaskRunner} from './task-runner.js';
import {Heartbeat, type SelfDescription} from './heartbeat.js';
import {Leases} from './lease-scripts.js';
import {Throttle} from './throttle.js';
import {checkWorkerId} from './check-worker-id.js';
import {withDefaults, type ReadyWorkerOptions, type WorkerOptions} from './worker-options.js';

const reportWithinMs = 5000;
const repeatAfterMs = 10_000;
const searchEveryMs = 2000;

/**
A worker in loop mode. From `start` on it listens for tasks, and its runner claims and executes them while the gate is open. With every heartbeat it renews its leases.

`drain` makes it *draining*: it claims nothing more, finishes its active tasks within the grace time, releases those it cannot finish, and is then *stopped* for good.
*/
export class WorkerLoop {
	readonly #options: ReadyWorkerOptions;
	readonly #leases: Leases;
	readonly #gate = new ClaimGate(() => {
		this.#runner.reopen();
		this.#heartbeat.tell();
	});

	readonly #runner: TaskRunner;
	readonly #heartbeat: Heartbeat;
	readonly #search = new Throttle(async () => this.#findMissed(), searchEveryMs);
	readonly #reportError = suppressRepeats(reason => {
		this.#options.onEvent({type: 'error', reason: this.#options.redact(reason)});
	}, repeatAfterMs);

	readonly #stopped = new AbortController();
	readonly #draining = new AbortController();
	readonly #giveUp = new AbortController();
	#starting: Promise<void> | undefined;
	#timers: readonly NodeJS.Timeout[] = [];
	#listener: Subscriber | undefined;
	#stopWatching: (() => void) | undefined;
	#idleSinceMs = performance.now();

	/** @throws {TypeError} when `concurrency` is no whole number from 1 to 100. */
	constructor(options: WorkerOptions) {
		this.#options = withDefaults(options);
		const {connection, workerId, timings, executor, concurrency} = this.#options;
		const onError = (error: unknown) => {
			this.#reportError(asError(error).message);
		};

		this.#leases = new Leases({connection, workerId, timings});
		this.#runner = new TaskRunner({
			...this.#options,
			leases: this.#leases,
			reporter: new ResultReporter({
				connection, leases: this.#leases, signal: this.#giveUp.signal, onError,
			}),
			gate: this.#gate,
			signal: this.#draining.signal,
			onError,
			onChange: () => {
				this.#heartbeat.tell();
				this.#check();
			},
		});
		this.#heartbeat = new Heartbeat({
			connection,
			workerId,
			timings,
			describe: () => ({
				executor: executor.name,
				model: executor.model,
				workdir: executor.workdir,
				concurrency,
				state: this.#state(),
				blocked: this.#gate.reason,
				blockedCode: this.#gate.budgetCode,
				tasks: this.#runner.tasks,
				done: this.#runner.done,
				failed: this.#runner.failed,
				spentUsd: this.#runner.spentUsd,
			}),
			onError,
		});
	}

	/** Its id in the swarm. */
	get id(): string {
		return this.#options.workerId;
	}

	/** Resolves when it has stopped, for whatever reason. */
	async stopped(): Promise<void> {
		await (this.#stopped.signal.aborted || once(this.#stopped.signal, 'abort'));
	}

	/** How many tasks are active. */
	get busy(): number {
		return this.#runner.tasks.size;
	}

	/** Whether a person paused it. */
	get isPaused(): boolean {
		return this.#gate.isPaused;
	}

	/**
	Start: write the first heartbeat, then listen, then look for tasks that were announced before.

	@throws {UserError} when another process uses its id; what the connection throws when the link breaks before that is known.
	*/
	async start(): Promise<void> {
		const {connection, workerId, timings, onEvent} = this.#options;
		this.#starting = this.#checkIn();
		await this.#starting;
		if (this.#draining.signal.aborted) {
			return;
		}

		this.#timers = [
			setInterval(() => {
				void this.#runner.renew();
			}, timings.beatEveryMs),
			setInterval(() => {
				this.#check();
			}, 1000),
		];
		// Tasks announced while the link was down are found again.
		this.#stopWatching = connection.onLink(({kind}) => {
			if (kind === 'up') {
				this.#heartbeat.tell();
				void this.#runner.renew();
				this.#search.ask();
			}
		});
		this.#listener = new Subscriber({
			address: connection.address,
			arm: async client => client.subscribe(...(this.#draining.signal.aborted ? [] : [channels.tasks]), swarmKeys.control(workerId)),
			onArmed: () => {
				onEvent({type: 'listening'});
				this.#search.ask();
			},
			onLost: reason => {
				this.#reportError(`the link was lost: ${reason}`);
			},
			onMessage: (channel, payload) => {
				const message = String(payload);
				const control = readControl(message);
				if (channel === channels.tasks) {
					this.#runner.offer(message);
				} else if (control) {
					this.control(control);
				}
			},
		});
	}

	/** Obey a control message, from here or from the control channel. */
	control(control: Control): void {
		match('kind', control, {
			pause: () => {
				this.#gate.isPaused = true;
				this.#options.onEvent({type: 'paused'});
			},
			resume: () => {
				this.#runner.refusal = null;
				this.#gate.resume();
			},
			drain: () => {
				void this.drain(Number.POSITIVE_INFINITY);
			},
			stop: () => {
				void this.drain(0);
			},
			abort: ({taskId}) => {
				this.#runner.interrupt(taskId, new Interruption('aborted', endReasons.aborted));
			},
		});
		this.#heartbeat.tell();
	}

	/** Stop cleanly. Call it again with a shorter grace time to hurry. Never rejects. @param graceMs How long active tasks may still take. Default: 30,000. */
	async drain(graceMs = 30_000): Promise<void> {
		if (!this.#draining.signal.aborted) {
			this.#draining.abort(new Error('the worker stops'));
			void this.#finish();
		}

		const done = new AbortController();
		if (Number.isFinite(graceMs)) {
			void this.#hurry(graceMs, done.signal);
		}

		await this.stopped();
		done.abort();
	}

	async #checkIn(): Promise<void> {
		await checkWorkerId(this.#options.connection, this.#options.workerId);
		if (!this.#draining.signal.aborted) {
			await this.#heartbeat.start();
		}
	}

	async #hurry(graceMs: number, signal: AbortSignal): Promise<void> {
		try {
			await delay(graceMs, undefined, {signal});
			this.#runner.interrupt(null, new Interruption('stopped', endReasons.stopped));
			await delay(reportWithinMs, undefined, {signal});
			this.#giveUp.abort(new Error('Redis could not be reached in time'));
		} catch {
			// Everything was reported before.
		}
	}

	async #finish(): Promise<void> {
		this.#options.onEvent({type: 'draining'});
		this.#heartbeat.tell();
		await this.#starting?.catch(() => undefined);
		void this.#listener?.leave(channels.tasks);
		await this.#search.close();
		await this.#runner.empty();
		this.#gate.close();
		this.#listener?.close();
		this.#stopWatching?.();
		for (const timer of this.#timers) {
			clearInterval(timer);
		}

		await this.#heartbeat.stop(this.#runner.isClean);
		this.#options.onEvent({type: 'stopped'});
		this.#stopped.abort();
	}

	/** Drain when the options say so; look for tasks that the queue had no room for. */
	#check(): void {
		const {idleExitMs, maxTasks} = this.#options;
		if (!this.#runner.isIdle) {
			this.#idleSinceMs = performance.now();
		}

		if (this.#runner.isBehind) {
			this.#search.ask();
		}

		if (this.#runner.claimed >= maxTasks || (idleExitMs !== null && performance.now() - this.#idleSinceMs >= idleExitMs)) {
			void this.drain(Number.POSITIVE_INFINITY);
		}
	}

	/** Offer the runner tasks that were announced while nobody listened, and release leases in our name that it does not execute. */
	async #findMissed(): Promise<void> {
		const {connection} = this.#options;
		const {signal} = this.#draining;
		try {
			this.#runner.caughtUp();
			const {waiting, claimed} = await findOpenTasks(connection, signal);
			await this.#leases.releaseLeftovers(claimed, id => this.#runner.has(id));
			for await (const [id, look] of inspectTasks(connection, waiting, signal)) {
				// Cancelled and failed tasks would be refused, and take the place of others in the queue.
				if (look === 'waiting') {
					this.#runner.offer(id);
				}
			}
		} catch (error) {
			if (!signal.aborted) {
				this.#reportError(asError(error).message);
			}
		}
	}

	#state(): SelfDescription['state'] {
		if (this.#draining.signal.aborted) {
			return 'draining';
		}

		const busy = this.#runner.tasks.size > 0 ? 'working' : 'idle';
		return this.#gate.isPaused ? 'paused' : busy;
	}
}
