import {clean} from '../protocol/clean-text.js';
import {newWorkerId} from '../protocol/ids.js';
import type {Connection} from '../redis/connection.js';
import {explainWriteError} from '../redis/explain-error.js';
import type {SwarmEvent} from '../swarm/events.js';
import {loadFinding, loadTask} from '../swarm/load-finding.js';
import {publishTask} from '../swarm/publish.js';
import type {Actions, OwnWorker} from '../ui/actions.js';
import {dryRun} from '../worker/dry-run.js';
import {WorkerLoop} from '../worker/worker-loop.js';
import {eventText} from './worker.js';

/** What the dashboard's actions work with. */
export type DashboardActionsOptions = {
	readonly connection: Connection;
	/** Tells the log what was written. */
	readonly note: (event: Extract<SwarmEvent, {type: 'note'}>) => void;
};

/** The dashboard's actions, and the workers that it runs. */
export type DashboardActions = Actions & {
	/** Stop all workers; what they cannot finish within the grace time is given back. */
	readonly drainAll: (graceMs: number) => Promise<void>;
};

/** Make what keys can do to the swarm. Every write is noted in the log. */
export function dashboardActions({connection, note}: DashboardActionsOptions): DashboardActions {
	const workers = new Map<string, {readonly loop: WorkerLoop; stopping: Promise<void> | null}>();

	function wrote(text: string): void {
		note({type: 'note', level: 'write', text});
	}

	async function drain(id: string, graceMs?: number): Promise<void> {
		const worker = workers.get(id);
		if (worker) {
			worker.stopping = worker.loop.drain(graceMs);
			await worker.stopping;
			workers.delete(id);
			wrote(`worker ${id} stopped`);
		}
	}

	return {
		async publish(description, files) {
			try {
				const published = await publishTask(connection, {description, files: [...files]});
				wrote(clean`published ${published.id}: ${description}`);
				return published;
			} catch (error) {
				throw explainWriteError(error);
			}
		},
		async startWorker(concurrency) {
			const id = newWorkerId();
			const loop = new WorkerLoop({
				connection,
				workerId: id,
				executor: dryRun(),
				concurrency,
				onEvent(event) {
					note({type: 'note', level: event.type === 'trouble' ? 'warning' : 'write', text: clean`${id} ${eventText(event)}`});
				},
			});
			workers.set(id, {loop, stopping: null});
			await loop.start();
			wrote(`worker ${id} started, dry-run, concurrency ${concurrency}`);
			return id;
		},
		stopWorkers(id) {
			const asked = [...workers.entries()].filter(([workerId, {stopping}]) => stopping === null && (id === null || id === workerId));
			for (const [workerId] of asked) {
				void drain(workerId);
			}

			return asked.length;
		},
		ownWorkers: () => [...workers.values()].map(({loop, stopping}): OwnWorker => ({id: loop.id, busy: loop.busy, isStopping: stopping !== null})),
		loadFinding: async id => loadFinding(connection, id),
		async loadTask(id) {
			const loaded = await loadTask(connection, id);
			return loaded?.raw ?? null;
		},
		async drainAll(graceMs) {
			await Promise.all([...workers.keys()].map(async id => drain(id, graceMs)));
		},
	};
}
