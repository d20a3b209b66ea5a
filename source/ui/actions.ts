import type {Finding} from '../protocol/finding.js';
import type {OutsideText} from '../protocol/outside-text.js';

/** A worker that runs in this process. */
export type OwnWorker = {
	readonly id: string;
	/** How many tasks it executes at the moment. */
	readonly busy: number;
	readonly isStopping: boolean;
};

/**
Everything that the dashboard can make happen. Components call these and nothing else; what they do to Redis shows in the next snapshots.
*/
export type Actions = {
	/** Write and announce a task. Rejects with a message for the user. */
	publish(description: string, files: readonly string[]): Promise<{readonly id: string; readonly heardBy: number}>;
	/** Start a `dry-run` worker here. Resolves with its id; rejects with a message for the user. */
	startWorker(concurrency: number): Promise<string>;
	/** Stop one worker of this process, or (`null`) all: they finish what they have in hand. Returns how many are asked to. */
	stopWorkers(id: string | null): number;
	/** The workers of this process now. */
	ownWorkers(): readonly OwnWorker[];
	/** A finding, whole. `null`: there is none. */
	loadFinding(id: string): Promise<Finding | null>;
	/** A task's text, whole. `null`: there is none. */
	loadTask(id: string): Promise<OutsideText | null>;
};
