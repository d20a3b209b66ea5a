import type {Savings} from '../money/savings.js';
import type {Budget} from '../protocol/budget.js';
import type {CleanText} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import type {SharedContext} from '../protocol/shared-context.js';
import type {WorkerNote} from '../protocol/worker-note.js';
import type {FeedTier} from '../redis/feed.js';
import type {LogItem} from '../text/log.js';
import type {Problem} from '../text/problems.js';

/**
What a worker is doing, each from evidence.

- `working`: holds a live claim and beats.
- `idle`: beats, holds nothing.
- `quiet`: no heartbeat now, but seen before, holding nothing. Some workers beat only when they work.
- `lost`: no heartbeat while it holds a claim, confirmed twice.
- `unknown`: holds a claim without a heartbeat, not yet confirmed; or all workers fell silent at once, which points at our link or clock.
*/
export type WorkerState = 'working' | 'idle' | 'quiet' | 'lost' | 'unknown';

/** One worker. Times in milliseconds since the epoch. */
export type WorkerRow = {
	readonly id: string;
	readonly state: WorkerState;
	/** When its heartbeat runs out; `null` without one. Its age is 60 s less what remains. */
	readonly beatExpiresAtMs: number | null;
	/** When it last claimed something or found something, as far as that is known. */
	readonly lastWorkAtMs: number | null;
	/** The ids of the tasks it holds. */
	readonly tasks: readonly string[];
	readonly findings: number;
	readonly tokens: number;
	readonly costUsd: number;
	readonly note: WorkerNote | null;
};

/** The states of a task. `slow`: claimed far longer than its like. `orphaned`: its holder is lost. `failed`: set aside. */
export const taskStates = ['announced', 'claimed', 'slow', 'orphaned', 'done', 'failed', 'cancelled'] as const;

/** One of `taskStates`. */
export type TaskState = (typeof taskStates)[number];

/** One task. Times in milliseconds since the epoch. */
export type TaskRow = {
	readonly id: string;
	readonly state: TaskState;
	readonly description: UntrustedText;
	readonly files: readonly UntrustedText[];
	/** Why its body is none, in our words, or `null`. */
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
	/** When it was written, else when we first saw it. */
	readonly sinceMs: number;
};

/** The caps of the swarm, in US dollars, and how far `cost:haiku` is beyond the limit by what was already running (0: it is not). */
export type BudgetState = Budget & {readonly overUsd: number};

/** One line of the log. `number` counts up from 1 and identifies it. */
export type LogEntry = LogItem & {readonly number: number; readonly atMs: number};

/** Findings and dollars by a name: a model, or an hour. */
export type Spend = {
	readonly name: string;
	readonly findings: number;
	readonly tokens: number;
	readonly costUsd: number;
};

/** Whether we hear the server, and since when. */
export type Link
	= | {readonly state: 'connecting'; readonly sinceMs: number}
		| {readonly state: 'live'; readonly sinceMs: number; readonly tier: FeedTier}
		| {readonly state: 'lost'; readonly sinceMs: number; readonly reason: CleanText};

/**
Everything that is shown, at one moment. Immutable; lists that did not change since the last snapshot are the same objects.
*/
export type Snapshot = {
	readonly atMs: number;
	readonly link: Link;
	/** When the server last answered or pushed something, or `null` before the first time. */
	readonly freshAtMs: number | null;
	/** `null` when everything has been read. */
	readonly scan: {readonly seen: number; readonly total: number} | null;
	readonly workers: {
		readonly counts: Readonly<Record<WorkerState, number>>;
		/** Those that need attention first, then by name. At most 10,000. */
		readonly items: readonly WorkerRow[];
	};
	readonly tasks: {
		readonly total: number;
		readonly counts: Readonly<Record<TaskState, number>>;
		/** In order of first sight. At most 200,000. */
		readonly items: readonly TaskRow[];
	};
	readonly findings: {
		/** All, exactly, malformed ones included. */
		readonly total: number;
		readonly malformed: number;
		readonly simulated: number;
		/** The newest, newest first. */
		readonly items: readonly Finding[];
		/** New findings in each of the last 60 seconds, oldest first. */
		readonly perSecond: readonly number[];
	};
	readonly cost: {
		readonly haikuUsd: number | null;
		readonly sonnetUsd: number | null;
		readonly geminiUsd: number | null;
		/** `null`: there is none. `unreadable`: workers of ours claim nothing until somebody sets it right. */
		readonly budget: BudgetState | 'unreadable' | null;
		/** US dollars an hour, from the findings of the last hour; `null` where there are none. */
		readonly burnUsdPerHour: number | null;
		readonly byModel: readonly Spend[];
		/** The last 48 hours that have any, oldest first; `name` is the hour's start in ISO 8601. */
		readonly byHour: readonly Spend[];
	};
	readonly savings: Savings;
	readonly context: SharedContext | null;
	readonly problems: readonly Problem[];
	/** The last 500 entries, oldest first. */
	readonly log: readonly LogEntry[];
};
