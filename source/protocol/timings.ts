import {claimTtlSeconds, heartbeatTtlSeconds} from './redis-keys.js';

/** Durations and intervals in milliseconds. All workers and sweepers of a swarm should use the same. */
export type Timings = {
	/** Until a claim expires. */
	readonly claimTtlMs: number;
	/** Until a heartbeat expires. */
	readonly heartbeatTtlMs: number;
	/** Between two heartbeats and renewals of claims: several may get lost before a worker counts as dead. */
	readonly beatEveryMs: number;
	/** Between two inspections of all open tasks. A holder is dead after two inspections without heartbeat. */
	readonly sweepEveryMs: number;
	/** Until the leadership of a sweeper expires. */
	readonly leadershipMs: number;
	/** After a long loss of the connection, for which nobody counts as dead: workers need time to reconnect. */
	readonly settleMs: number;
	/** Backoff after the first failed attempt; it doubles with each, up to twenty times. */
	readonly backoffMs: number;
};

/** The timings of the protocol. */
export const defaultTimings: Timings = {
	claimTtlMs: claimTtlSeconds * 1000,
	heartbeatTtlMs: heartbeatTtlSeconds * 1000,
	beatEveryMs: 15_000,
	sweepEveryMs: 4000,
	leadershipMs: 15_000,
	settleMs: 15_000,
	backoffMs: 5000,
};

/** Attempts at a task before it is set aside. */
export const maxAttempts = 3;

/** Seconds for which one of our workers promises heartbeats while it works. Longer than a claim, so that a holder without heartbeat is known to be gone. */
export const beatsSeconds = 3600;
