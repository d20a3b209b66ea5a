import {clean} from '../protocol/clean-text.js';
import {newWorkerId} from '../protocol/ids.js';
import type {Connection} from '../redis/connection.js';
import {explainWriteError} from '../redis/explain-error.js';
import {changeBudget} from '../swarm/budget.js';
import {controlWorker} from '../swarm/control.js';
import type {SwarmEvent} from '../swarm/swarm-event.js';
import {loadFinding, loadTask} from '../swarm/load-records.js';
import {publishTask} from '../swarm/publish.js';
import {Sweeper} from '../swarm/sweeper.js';
import {cancelTask, rescueTask, retryTask} from '../swarm/task-actions.js';
import type {Actions, OwnWorker} from '../dashboard/actions.js';
import {WorkerLoop} from '../worker/worker-loop.js';
import {defaultExecutorFlags, executorChoices, makeExecutor} from './executors.js';
import {secretsRedactor} from './secrets-redactor.js';
import {eventText, levelOf, type LoggedEvent} from './worker-log.js';

/** What the dashboard's actions work with. */
export type DashboardActionsOptions = {
	readonly connection: Connection;
	/** Tells the log what was written. */
	readonly note: (event: Extract<SwarmEvent, {type: 'note'}>) => void;
	/** The dashboard ends. */
	readonly signal: AbortSignal;
};

/** The dashboard's actions, and the workers that it runs. */
export type DashboardActions = Actions & {
	/** Stop all workers; what they cannot finish within the grace time is given back. */
	readonly drainAll: (graceMs: number) => Promise<void>;
};

/** Make what keys can do to the swarm. Every write is noted in the log. */
export function dashboardActions({connection, note, signal}: DashboardActionsOptions): DashboardActions {
	const workers = new Map<string, {readonly loop: WorkerLoop; isStopping: boolean}>();
	const redact = secretsRedactor(connection.address);
	// Who works in a swarm also looks after its forgotten tasks; who only watches leaves no trace.
	let sweeper: Sweeper | null = null;
	let swept = Promise.resolve();

	function wrote(text: string): void {
		note({type: 'note', level: 'write', text});
	}

	function log(id: string): (event: LoggedEvent) => void {
		return event => {
			note({type: 'note', level: levelOf(event) === 'warning' ? 'warning' : 'write', text: clean`${id} ${eventText(event)}`});
		};
	}

	async function forget(id: string): Promise<void> {
		workers.delete(id);
		if (workers.size === 0) {
			swept = sweeper?.stop() ?? swept;
			sweeper = null;
			await swept;
		}
	}

	/** A refusal of Redis in words. */
	async function write<T>(act: () => Promise<T>, tell: (outcome: T) => string): Promise<T> {
		try {
			const outcome = await act();
			wrote(tell(outcome));
			return outcome;
		} catch (error) {
			throw explainWriteError(error);
		}
	}

	return {
		publish: async (description, files) => write(
			async () => publishTask(connection, {description, files: [...files]}),
			({id}) => clean`published ${id}: ${description}`,
		),
		executors: async () => executorChoices(signal),
		async startWorker({executor: name, model, concurrency, workdir, budgetUsd, command}) {
			const executor = await makeExecutor({
				flags: {
					...defaultExecutorFlags, executor: name, workdir, ...(model !== null && {model}),
				}, command, signal,
			});
			const id = newWorkerId();
			const loop = new WorkerLoop({
				connection, workerId: id, executor, concurrency, capUsd: budgetUsd, redact, onEvent: log(id),
			});
			workers.set(id, {loop, isStopping: false});
			log(id)({
				type: 'started', executor: executor.name, model: executor.model, workdir: executor.workdir, concurrency,
			});
			await loop.start();
			sweeper ??= new Sweeper({connection, id: newWorkerId(), onEvent: log('sweeper')});
			void loop.stopped().then(async () => forget(id));
			return id;
		},
		stopWorkers(id) {
			const asked = [...workers.values()].filter(({loop, isStopping}) => !isStopping && (id === null || id === loop.id));
			for (const worker of asked) {
				worker.isStopping = true;
				void worker.loop.drain(Number.POSITIVE_INFINITY);
			}

			return asked.length;
		},
		ownWorkers: () => [...workers.values()].map(({loop, isStopping}): OwnWorker => ({
			id: loop.id, busy: loop.busy, isStopping, isPaused: loop.isPaused,
		})),
		controlWorker: async (id, control) => write(
			async () => controlWorker(connection, id, control),
			isHeard => clean`told ${id} to ${control.kind}${isHeard ? '' : ', but nobody listens there'}`,
		),
		cancelTask: async id => write(async () => cancelTask(connection, id), ({kind}) => clean`cancel ${id}: ${kind}`),
		retryTask: async id => write(async () => retryTask(connection, id), outcome => clean`retry ${id}: ${outcome}`),
		rescueTask: async id => write(async () => rescueTask(connection, id, signal), ({kind, holder}) => clean`rescue ${id} from ${holder ?? 'nobody'}: ${kind}`),
		changeBudget: async change => write(async () => changeBudget(connection, change), () => 'changed the budget'),
		loadFinding: async id => loadFinding(connection, id),
		async loadTask(id) {
			const loaded = await loadTask(connection, id);
			return loaded?.raw ?? null;
		},
		async drainAll(graceMs) {
			await Promise.all([...workers.values()].map(async ({loop}) => loop.drain(graceMs)));
			await sweeper?.stop();
			await swept;
		},
	};
}
