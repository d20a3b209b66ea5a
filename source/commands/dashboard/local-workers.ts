import {clean} from '../../protocol/clean-text.js';
import {newWorkerId} from '../../protocol/ids.js';
import type {Connection} from '../../redis/connection.js';
import type {NewWorker} from '../../dashboard/swarm-link.js';
import type {LocalWorkers} from '../../swarm/actions/action.js';
import {defaultSettings} from '../../executors/executor.js';
import {makeExecutor} from '../../executors/registry.js';
import {Sweeper} from '../../swarm/sweeper.js';
import {eventText, isWarning, type ProcessEvent} from '../../text/worker-events.js';
import {WorkerLoop} from '../../worker/worker-loop.js';
import {secretsRedactor} from '../secrets-redactor.js';

/** The workers of a dashboard's process, and one sweeper while there are any: a dashboard without workers only watches. */
export class WorkersHere implements LocalWorkers {
	readonly #loops = new Set<WorkerLoop>();
	readonly #draining = new WeakSet<WorkerLoop>();
	#sweeper: Sweeper | null = null;
	#swept = Promise.resolve();

	/** @param note Writes a line to the log. */
	constructor(private readonly connection: Connection, private readonly signal: AbortSignal, private readonly note: (text: string, level: 'write' | 'warning') => void) {}

	/** The workers of this process. */
	list(): ReadonlyArray<{readonly id: string; readonly busy: number}> {
		return [...this.#loops].map(({id, busy}) => ({id, busy}));
	}

	/** Tell all of them to drain. @returns How many were told. */
	drain(): number {
		const told = [...this.#loops].filter(loop => !this.#draining.has(loop));
		for (const loop of told) {
			this.#draining.add(loop);
			void loop.drain(Number.POSITIVE_INFINITY);
		}

		return told.length;
	}

	/** Start a worker. Resolves with its id. */
	async start({executor: name, model, concurrency, workdir, budgetUsd, command}: NewWorker): Promise<string> {
		const {connection, signal} = this;
		const executor = await makeExecutor(name, {
			...defaultSettings, model: model ?? defaultSettings.model, workdir, command, signal,
		});
		const id = newWorkerId();
		const loop = new WorkerLoop({
			connection, workerId: id, executor, concurrency, limitUsd: budgetUsd, redact: secretsRedactor(connection.address), onEvent: this.#log(id),
		});
		this.#loops.add(loop);
		this.#log(id)({
			type: 'started', executor: executor.name, model: executor.model, workdir: executor.workdir, concurrency,
		});
		await loop.start();
		this.#sweeper ??= new Sweeper({connection, id: newWorkerId(), onEvent: this.#log('sweeper')});
		void loop.stopped().then(async () => this.#forget(loop));
		return id;
	}

	/** Stop all workers. Tasks that they cannot finish within the grace time are released. */
	async close(graceMs: number): Promise<void> {
		await Promise.all([...this.#loops].map(async loop => loop.drain(graceMs)));
		await this.#sweeper?.stop();
		await this.#swept;
	}

	async #forget(loop: WorkerLoop): Promise<void> {
		this.#loops.delete(loop);
		if (this.#loops.size === 0) {
			this.#swept = this.#sweeper?.stop() ?? this.#swept;
			this.#sweeper = null;
			await this.#swept;
		}
	}

	#log(id: string): (event: ProcessEvent) => void {
		return event => {
			this.note(clean`${id} ${eventText(event)}`, isWarning(event) ? 'warning' : 'write');
		};
	}
}
