import type {ExecutionContext} from 'ava';
import {parseAddress} from '../../source/redis/address.js';
import {connect, type Argument, type Connection} from '../../source/redis/connection.js';
import type {Snapshot} from '../../source/store/snapshot.js';
import {SwarmStore} from '../../source/store/swarm-store.js';
import type {SwarmEvent} from '../../source/swarm/swarm-event.js';
import {observe} from '../../source/swarm/observe.js';

const patienceMs = 60_000;

/** A connection for one test. */
export async function open(t: ExecutionContext, url: string): Promise<Connection> {
	const connection = await connect(parseAddress(url), {signal: AbortSignal.timeout(30_000)});
	t.teardown(connection.close);
	return connection;
}

/** Send commands in one go, so that nothing of others comes between them. */
export async function atomically(connection: Connection, ...commands: ReadonlyArray<readonly [string, ...Argument[]]>): Promise<void> {
	await Promise.all([connection.call('MULTI'), ...commands.map(async ([name, ...args]) => connection.call(name, ...args)), connection.call('EXEC')]);
}

/** A watched swarm. */
export type Watched = {
	/** All events so far, in order. */
	readonly events: readonly SwarmEvent[];
	readonly snapshot: Snapshot;
	/** Resolves when a snapshot is as wanted, now or later; rejects after a minute. */
	until(isWanted: (snapshot: Snapshot, events: readonly SwarmEvent[]) => boolean): Promise<Snapshot>;
	/** Resolves when so many more clocks have ticked in the observer: what it does by the clock is done. */
	ticks(count: number): Promise<void>;
	/** End it, and wait for its end. */
	stop(): Promise<void>;
};

/** Watch a swarm until the test ends, and put what is seen into a store. */
export function watch(t: ExecutionContext, connection: Connection, options: {readonly withFindings?: boolean} = {}): Watched {
	const store = new SwarmStore({nowMs: Date.now()});
	const events: SwarmEvent[] = [];
	const waiting = new Set<() => void>();
	const ended = new AbortController();
	const done = observe({
		...options,
		connection,
		signal: ended.signal,
		onEvents(batch) {
			events.push(...batch);
			store.apply(batch, Date.now());
			store.flush(Date.now());
			for (const look of waiting) {
				look();
			}
		},
	});
	const watched: Watched = {
		events,
		get snapshot() {
			return store.snapshot;
		},
		async until(isWanted) {
			return new Promise((resolve, reject) => {
				const deadline = setTimeout(() => {
					const {tasks, workers, findings, link, scan} = store.snapshot;
					reject(new Error(`waited in vain; last seen: ${JSON.stringify({
						link, scan, tasks: tasks.items, workers: workers.items, findings: findings.items.slice(0, 5), total: findings.total,
					})}`));
				}, patienceMs);
				const look = () => {
					if (isWanted(store.snapshot, events)) {
						waiting.delete(look);
						clearTimeout(deadline);
						resolve(store.snapshot);
					}
				};

				waiting.add(look);
				look();
			});
		},
		async ticks(count) {
			const startMs = performance.now();
			const before = events.length;
			await watched.until(() => performance.now() - startMs > count * 1000 && events.slice(before).filter(({type}) => type === 'fresh').length >= count);
		},
		async stop() {
			ended.abort();
			await done;
		},
	};
	t.teardown(watched.stop);
	return watched;
}

/** Whether everything was read once. */
export function isRead({link, scan}: Snapshot, events: readonly SwarmEvent[]): boolean {
	return link.state === 'live' && scan === null && events.some(({type}) => type === 'scan-finished');
}

/** A finding as others write it. */
export function findingJson(fields: Readonly<Record<string, unknown>> = {}): string {
	return JSON.stringify({
		worker_id: 'haiku_001', timestamp: new Date().toISOString(), task: 't', result: 'r', tokens_used: 300, cost: 0.0011, ...fields,
	});
}
