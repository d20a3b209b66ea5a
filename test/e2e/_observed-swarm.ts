import type {ExecutionContext} from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import {connect} from '../../source/redis/connection.js';
import type {Snapshot, TaskRow, WorkerRow} from '../../source/store/snapshot.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import {observe} from '../../source/swarm/observe.js';

/** A swarm as the dashboard knows it, without a dashboard. */
export type ObservedSwarm = {
	/** The newest snapshot. */
	readonly snapshot: Snapshot;
	/** Everything that was observed so far. */
	readonly events: readonly SwarmEvent[];

	/**
	Wait until a snapshot is as wanted. Looked at with every new snapshot, at least every two seconds.

	@throws With the snapshot in the message, when there is none within 20 seconds.
	*/
	until(isWanted: (snapshot: Snapshot) => boolean): Promise<Snapshot>;
};

const patienceMs = 20_000;

/** Observe a swarm for the length of one test. Everything in it has been read when this resolves. */
export async function observeSwarm(t: ExecutionContext, url: string): Promise<ObservedSwarm> {
	const ended = new AbortController();
	const {signal} = ended;
	const connection = await connect(parseAddress(url), {signal});
	const store = new SwarmStore({nowMs: Date.now()});
	const events: SwarmEvent[] = [];
	// A tick comes every second, also when nothing happens.
	const observation = observe({
		connection,
		signal,
		onEvents(batch) {
			events.push(...batch);
			store.apply(batch, Date.now());
			store.flush(Date.now());
		},
	});
	t.teardown(async () => {
		ended.abort();
		await observation;
		await connection.close();
	});

	const until: ObservedSwarm['until'] = async isWanted => new Promise((resolve, reject) => {
		const look = () => {
			if (isWanted(store.snapshot)) {
				clearTimeout(timeout);
				stop();
				resolve(store.snapshot);
			}
		};

		const stop = store.subscribe(look);
		const timeout = setTimeout(() => {
			stop();
			const {workers, tasks, findings, problems, link} = store.snapshot;
			reject(new Error(`Not so in ${patienceMs} ms: ${String(isWanted)}\n${JSON.stringify({
				link, workers, tasks, findings, problems,
			}, undefined, 1)}`));
		}, patienceMs);
		look();
	});

	await until(({link, scan}) => link.state === 'live' && scan === null && events.some(({type}) => type === 'scan-finished'));
	return {
		get snapshot() {
			return store.snapshot;
		},
		events,
		until,
	};
}

/** A task of a snapshot. */
export function taskOf({tasks}: Snapshot, id: string): TaskRow | undefined {
	return tasks.items.find(task => task.id === id);
}

/** A worker of a snapshot. */
export function workerOf({workers}: Snapshot, id: string): WorkerRow | undefined {
	return workers.items.find(worker => worker.id === id);
}
