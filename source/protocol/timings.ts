import {claimTtlSeconds, heartbeatTtlSeconds} from './keys.js';

/** How long things last and how often they are done, in milliseconds. All workers and sweepers of a swarm should have the same. */
export type Timings = {
	/** How long a claim lasts unless it is renewed. */
	readonly claimTtlMs: number;
	/** How long a heartbeat lasts. */
	readonly heartbeatTtlMs: number;
	/** How often a worker beats and renews its claims: several may be lost before anybody calls it dead. */
	readonly beatEveryMs: number;
	/** How often the sweeper looks at all open tasks. A holder must be silent in two looks to be called dead. */
	readonly sweepEveryMs: number;
	/** How long a process leads the sweep without saying so again. */
	readonly leadershipMs: number;
	/** How long after a long loss of the link nobody is called dead: those who live need time to come back. */
	readonly settleMs: number;
	/** The pause after the first failed attempt; it doubles with each, up to twenty times as long. */
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

/** How many attempts a task is given before it is set aside. */
export const maxAttempts = 3;

/** Seconds for which a worker of ours is known to beat as long as it works. Longer than any claim lasts: who took a claim and fell silent is gone, and not only quiet. */
export const beatsSeconds = 3600;
