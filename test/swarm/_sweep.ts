import type {ExecutionContext} from 'ava';
import {defaultTimings, type Timings} from '../../source/protocol/timings.js';
import type {Connection} from '../../source/redis/connection.js';
import {Sweeper} from '../../source/swarm/sweeper.js';
import type {SweepEvent} from '../../source/text/worker-events.js';

/** A sweeper that sweeps. */
export type Sweeping = {
	readonly sweeper: Sweeper;
	readonly events: readonly SweepEvent[];
	/** Resolves with the first (second, …) event that is as wanted, past or to come. */
	until(isWanted: (event: SweepEvent) => boolean, count?: number): Promise<SweepEvent>;
};

/** Short times, in which those who live have many beats before they are called dead. */
export const quick: Timings = {
	...defaultTimings, heartbeatTtlMs: 1500, beatEveryMs: 100, sweepEveryMs: 50, leadershipMs: 1500, settleMs: 100, backoffMs: 50,
};

/** Start one, which ends with the test. */
export function sweep(t: ExecutionContext, connection: Connection, id = 'sweeper', timings: Timings = quick): Sweeping {
	const events: SweepEvent[] = [];
	const waiting = new Set<() => void>();
	const sweeper = new Sweeper({
		connection,
		id,
		timings,
		onEvent(event) {
			events.push(event);
			for (const look of waiting) {
				look();
			}
		},
	});
	t.teardown(async () => sweeper.stop());
	return {
		sweeper,
		events,
		async until(isWanted, count = 1) {
			return new Promise(resolve => {
				const look = () => {
					const event = events.filter(event => isWanted(event))[count - 1];
					if (event) {
						waiting.delete(look);
						resolve(event);
					}
				};

				waiting.add(look);
				look();
			});
		},
	};
}
