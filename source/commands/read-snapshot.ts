import type {Snapshot} from '../store/snapshot.js';
import {SwarmStore} from '../store/swarm-store.js';
import type {Connection} from '../redis/connection.js';
import {UserError} from '../protocol/user-error.js';
import {observe} from '../swarm/observe.js';

// A claim of 5 seconds, then two misses 2 seconds apart, each seen by a clock of one second.
const confirmWithinMs = 10_000;

/** How a swarm is read once. */
export type ReadOptions = {
	readonly signal: AbortSignal;
	/** Whether findings are read, which takes long where there are many. Default: `true`. */
	readonly withFindings?: boolean;
	/** Whether to wait, up to 10 seconds, until a worker without a heartbeat is confirmed to be lost. Default: `true`. */
	readonly confirm?: boolean;
};

/**
Read the whole swarm once: the same snapshot that the dashboard draws.

@throws {UserError} when the link is lost meanwhile.
*/
export async function readSnapshot(connection: Connection, {signal, withFindings = true, confirm = true}: ReadOptions): Promise<Snapshot> {
	const store = new SwarmStore({nowMs: Date.now()});
	const done = new AbortController();
	let isRead = false;
	let lost: string | null = null;
	let deadline: NodeJS.Timeout | undefined;
	await observe({
		connection,
		withFindings,
		signal: AbortSignal.any([signal, done.signal]),
		onEvents(events) {
			store.apply(events, Date.now());
			for (const event of events) {
				isRead ||= event.type === 'scan-finished';
				lost = event.type === 'link' && event.state === 'lost' ? event.reason : lost;
			}

			if (lost !== null) {
				done.abort();
			}

			if (isRead) {
				// Even a missed heartbeat must be seen now, and not at the next full second.
				store.flush(Date.now(), true);
				if (!confirm || store.snapshot.workers.counts.unknown === 0) {
					done.abort();
				} else {
					deadline ??= setTimeout(() => {
						done.abort();
					}, confirmWithinMs);
				}
			}
		},
	});
	clearTimeout(deadline);
	signal.throwIfAborted();
	if (lost !== null) {
		throw new UserError(`Expected to read the whole swarm, but the link was lost: ${String(lost)}. Try again.`, 'noRedis');
	}

	store.flush(Date.now(), true);
	return store.snapshot;
}
