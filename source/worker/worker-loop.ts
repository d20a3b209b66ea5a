import {once} from 'node:events';
import {setTimeout as delay} from 'node:timers/promises';
import type {Control} from '../protocol/control-message.js';
import {channels} from '../protocol/keys.js';
import {asError} from '../protocol/user-error.js';
import type {Listener} from '../redis/listener.js';
import {suppressRepeats} from '../swarm/suppress-repeats.js';
import {Interruption} from './attempt.js';
import {findMissedTasks} from './find-missed-tasks.js';
import {ClaimGate} from './claim-gate.js';
import {ResultReporter} from './result-reporter.js';
import {TaskRunner} from './task-runner.js';
import {Heartbeat, type SelfDescription} from './heartbeat.js';
import {Leases} from './lease.js';
import {Throttle} from './throttle.js';
import {checkWorkerId} from './check-worker-id.js';
import type {WorkerEvent} from './worker-events.js';
import {listenForWork} from './work-listener.js';
import {withDefaults, type ReadyWorkerOptions, type WorkerOptions} from './worker-options.js';

const lastWordsMs = 5000;
const sameTroubleMs = 10_000;
const catchUpEveryMs = 2000;

/**
A worker in loop mode. From `start` on it listens, and its hands claim and execute what it hears as long as its gate is open. With every beat it keeps its claims.

`drain` makes it *draining*: it claims nothing more, finishes what it has in hand within the grace time, gives back what it cannot finish, and is then *stopped* for good.
*/
export class WorkerLoop {
	readonly #options: ReadyWorkerOptions;
	readonly #leases: Leases;
	readonly #gate: ClaimGate;
	readonly #runner: TaskRunner;
	readonly #heartbeat: Heartbeat;
	readonly #catchUp: Throttle;
	readonly #tellTrouble = suppressRepeats(reason => {
		this.#tell({type: 'trouble', reason: this.#options.redact(reason)});
	}, sameTroubleMs);

	readonly #stopped = new AbortController();
	readonly #draining = new AbortController();
	readonly #giveUp = new AbortController();
	#starting: Promise<void> | undefined;
	#hasBeaten = false;
	#timers: readonly NodeJS.Timeout[] = [];
	#listener: Listener | undefined;
	#stopWatching: (() => void) | undefined;
	#idleSinceMs = performance.now();

	/** @throws {TypeError} when `concurrency` is no whole number from 1 to 100. */
	constructor(options: WorkerOptions) {
		this.#options = withDefaults(options);
		const {connection, workerId, timings, executor, concurrency} = this.#options;
		const onTrouble = (error: unknown) => {
			this.#tellTrouble(asError(error).message);
		};

		this.#leases = new Leases({connection, workerId, timings});
		this.#gate = new ClaimGate(() => {
			this.#runner.reopen();
			this.#heartbeat.tell();
		});
		this.#runner = new TaskRunner({
			...this.#options,
			leases: this.#leases,
			reporter: new ResultReporter({
				connection, leases: this.#leases, signal: this.#giveUp.signal, onTrouble,
			}),
			gate: this.#gate,
			signal: this.#draining.signal,
			onTrouble,
			onChange: () => {
				this.#heartbeat.tell();
				this.#look();
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
			onError: onTrouble,
		});
		this.#catchUp = new Throttle(async () => this.#lookAround(), catchUpEveryMs);
	}

	/** Its id in the swarm. */
	get id(): string {
		return this.#options.workerId;
	}

	/** Resolves when it has stopped, whoever made it stop. */
	async stopped(): Promise<void> {
		await (this.#stopped.signal.aborted || once(this.#stopped.signal, 'abort'));
	}

	/** How many tasks it has in hand at the moment. */
	get busy(): number {
		return this.#runner.size;
	}

	/** Whether somebody paused it. */
	get isPaused(): boolean {
		return this.#gate.isPaused;
	}

	/**
	Begin: first heartbeat, then listen, then look for tasks that were announced while nobody listened.

	@throws {UserError} when another process uses its id; what the connection throws when the link breaks before that is known.
	*/
	async start(): Promise<void> {
		const {connection, workerId, timings} = this.#options;
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
				this.#look();
			}, 1000),
		];
		// What was heard while commands did not get through is found again.
		this.#stopWatching = connection.onLink(({kind}) => {
			if (kind === 'up') {
				this.#heartbeat.tell();
				void this.#runner.renew();
				this.#catchUp.ask();
			}
		});
		this.#listener = listenForWork({
			connection,
			workerId,
			wantsTasks: () => !this.#draining.signal.aborted,
			onArmed: () => {
				this.#tell({type: 'listening'});
				this.#catchUp.ask();
			},
			onLost: reason => {
				this.#tellTrouble(`the link was lost: ${reason}`);
			},
			onTask: taskId => {
				this.#runner.offer(taskId);
			},
			onControl: control => {
				this.control(control);
			},
		});
	}

	/** Do what somebody says, here or on the control channel. */
	control(control: Control): void {
		switch (control.kind) {
			case 'pause': {
				this.#gate.pause();
				this.#tell({type: 'paused'});
				break;
			}

			case 'resume': {
				this.#runner.refusal = null;
				this.#gate.resume();
				break;
			}

			case 'drain':
			case 'stop': {
				void this.drain(control.kind === 'stop' ? 0 : Number.POSITIVE_INFINITY);
				break;
			}

			case 'abort': {
				this.#runner.interrupt(control.taskId, new Interruption('aborted', 'it was aborted by hand'));
				break;
			}
		}

		this.#heartbeat.tell();
	}

	/**
	Stop cleanly. Calling it again with a shorter grace time hurries it. Never rejects.

	@param graceMs How long what is in hand may still take. Default: 30,000.
	*/
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
			this.#hasBeaten = true;
			await this.#heartbeat.start();
		}
	}

	async #hurry(graceMs: number, signal: AbortSignal): Promise<void> {
		try {
			await delay(graceMs, undefined, {signal});
			this.#runner.interrupt(null, new Interruption('stopped', 'the worker was stopped'));
			await delay(lastWordsMs, undefined, {signal});
			this.#giveUp.abort(new Error('Redis could not be reached in time'));
		} catch {
			// It was done before.
		}
	}

	async #finish(): Promise<void> {
		this.#tell({type: 'draining'});
		this.#heartbeat.tell();
		await this.#starting?.catch(() => undefined);
		void this.#listener?.leave(channels.tasks);
		await this.#catchUp.close();
		await this.#runner.empty();
		this.#gate.close();
		this.#listener?.close();
		this.#stopWatching?.();
		for (const timer of this.#timers) {
			clearInterval(timer);
		}

		if (this.#hasBeaten) {
			await this.#heartbeat.stop(this.#runner.isClean);
		}

		this.#tell({type: 'stopped'});
		this.#stopped.abort();
	}

	/** Leave, when there is no more to do by its options; look for more, when there was more than it could remember. */
	#look(): void {
		const {idleExitMs, maxTasks} = this.#options;
		if (!this.#runner.isIdle) {
			this.#idleSinceMs = performance.now();
		}

		if (this.#runner.isBehind) {
			this.#catchUp.ask();
		}

		if (this.#runner.claimed >= maxTasks || (idleExitMs !== null && performance.now() - this.#idleSinceMs >= idleExitMs)) {
			void this.drain(Number.POSITIVE_INFINITY);
		}
	}

	async #lookAround(): Promise<void> {
		try {
			await findMissedTasks(this.#options.connection, this.#leases, this.#runner, this.#draining.signal);
		} catch (error) {
			if (!this.#draining.signal.aborted) {
				this.#tellTrouble(asError(error).message);
			}
		}
	}

	#state(): SelfDescription['state'] {
		if (this.#draining.signal.aborted) {
			return 'draining';
		}

		const busy = this.#runner.size > 0 ? 'working' : 'idle';
		return this.#gate.isPaused ? 'paused' : busy;
	}

	#tell(event: WorkerEvent): void {
		this.#options.onEvent(event);
	}
}
