import type {Savings} from '../money/savings.js';
import type {Budget} from '../protocol/budget-limits.js';
import type {CleanText} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import type {SharedContext} from '../protocol/shared-context.js';
import type {WorkerNote} from '../protocol/worker-note.js';
import type {FeedTier} from '../redis/change-feed.js';
import type {LogItem} from '../text/log-text.js';
import type {Problem} from '../text/problem-text.js';

/**
The state of a worker, by its heartbeat and its claims.

- `working`: heartbeat and claim.
- `idle`: heartbeat, no claim.
- `quiet`: no heartbeat, no claim, but seen before. Some workers send heartbeats only while they work.
- `lost`: claim but no heartbeat, confirmed twice.
- `unknown`: claim but no heartbeat, not confirmed yet; or all heartbeats stopped at once, which points to our connection or clock.
*/
export type WorkerState = 'working' | 'idle' | 'quiet' | 'lost' | 'unknown';

/** One worker. Times in milliseconds since the epoch. */
export type WorkerRow = {
	readonly id: string;
	readonly state: WorkerState;
	/** When its heartbeat expires; `null` without one. Its age is 60 s minus what remains. */
	readonly beatExpiresAtMs: number | null;
	/** When it last claimed a task or wrote a finding, if known. */
	readonly lastWorkAtMs: number | null;
	/** The ids of the tasks it holds. */
	readonly tasks: readonly string[];
	readonly findings: number;
	readonly tokens: number;
	readonly costUsd: number;
	readonly note: WorkerNote | null;
};

/** The states of a task. `slow`: claimed much longer than usual. `orphaned`: its holder is lost. `failed`: set aside. */
export const taskStates = ['announced', 'claimed', 'slow', 'orphaned', 'done', 'failed', 'cancelled'] as const;

/** One of `taskStates`. */
export type TaskState = (typeof taskStates)[number];

/** One task. Times in milliseconds since the epoch. */
export type TaskRow = {
	readonly id: string;
	readonly state: TaskState;
	readonly description: UntrustedText;
	readonly files: readonly UntrustedText[];
	/** Why its body is not a task, or `null`. */
	readonly malformed: string | null;
	/** Who holds the claim, or `null`. */
	readonly workerId: string | null;
	readonly claimExpiresAtMs: number | null;
	readonly claimedAtMs: number | null;
	readonly attempts: number;
	/** The id of the finding that answers it. */
	readonly findingId: string | null;
	/** Why it was set aside. */
	readonly error: UntrustedText | null;
	/** When it was written, if its writer says so; else when it was first seen. */
	readonly sinceMs: number;
};

/** The budget, and how many US dollars running attempts have spent beyond its limit. */
export type BudgetState = Budget & {readonly overUsd: number};

/** One line of the log. `number` counts up from 1 and identifies it. */
export type LogEntry = LogItem & {readonly number: number; readonly atMs: number};

/** Findings and their cost, by the name of a model or hour. */
export type Spend = {
	readonly name: string;
	readonly findings: number;
	readonly tokens: number;
	readonly costUsd: number;
};

/** The state of the connection, and since when. */
export type Link
	= | {readonly state: 'connecting'; readonly sinceMs: number}
		| {readonly state: 'live'; readonly sinceMs: number; readonly tier: FeedTier}
		| {readonly state: 'lost'; readonly sinceMs: number; readonly reason: CleanText};

/** Everything that is shown at one moment. Immutable; lists that did not change since the last snapshot are the same objects. */
export type Snapshot = {
	readonly atMs: number;
	readonly link: Link;
	/** When the server last answered or pushed something; `null`: not yet. */
	readonly freshAtMs: number | null;
	/** Progress of the scan; `null`: everything has been read. */
	readonly scan: {readonly seen: number; readonly total: number} | null;
	readonly workers: {
		readonly counts: Readonly<Record<WorkerState, number>>;
		/** By urgency, then by id. At most 10,000. */
		readonly items: readonly WorkerRow[];
	};
	readonly tasks: {
		readonly total: number;
		readonly counts: Readonly<Record<TaskState, number>>;
		/** In the order in which they were first seen. At most 200,000. */
		readonly items: readonly TaskRow[];
	};
	readonly findings: {
		/** Exact, including malformed ones. */
		readonly total: number;
		readonly malformed: number;
		readonly simulated: number;
		/** The newest 1,000, newest first. */
		readonly items: readonly Finding[];
		/** New findings in each of the last 60 seconds, oldest first. */
		readonly perSecond: readonly number[];
	};
	readonly cost: {
		readonly haikuUsd: number | null;
		readonly sonnetUsd: number | null;
		readonly geminiUsd: number | null;
		/** `null`: none. `unreadable`: our workers claim nothing until it is fixed. */
		readonly budget: BudgetState | 'unreadable' | null;
		/** US dollars per hour, from the findings of the last hour; `null`: none. */
		readonly burnUsdPerHour: number | null;
		readonly byModel: readonly Spend[];
		/** The last 48 hours with findings, oldest first; `name` is the start of the hour in ISO 8601. */
		readonly byHour: readonly Spend[];
	};
	readonly savings: Savings;
	readonly context: SharedContext | null;
	readonly problems: readonly Problem[];
	/** The last 500 entries, oldest first. */
	readonly log: readonly LogEntry[];
};
