import type {Control} from '../protocol/control-message.js';
import type {Finding} from '../protocol/finding.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import type {BudgetChange} from '../swarm/budget.js';
import type {Cancellation, Rescue} from '../swarm/task-actions.js';

/** A worker that runs in this process. */
export type OwnWorker = {
	readonly id: string;
	/** How many tasks it executes at the moment. */
	readonly busy: number;
	readonly isStopping: boolean;
	readonly isPaused: boolean;
};

/** An executor, and whether it can be used here. */
export type ExecutorChoice = {
	readonly name: string;
	/** What it is, in a few words. */
	readonly about: string;
	/** Why it cannot be used here, and what to do; `null` if it can. */
	readonly problem: string | null;
};

/** A worker to start. */
export type NewWorker = {
	readonly executor: string;
	/** Full model id; `null`: the default of the executor. */
	readonly model: string | null;
	/** 1 to 100. */
	readonly concurrency: number;
	/** The directory in which it works. */
	readonly workdir: string;
	/** The most that it may spend, in US dollars; `null`: what the swarm's budget allows. */
	readonly budgetUsd: number | null;
	/** For the executor `command`: the program and its arguments. */
	readonly command: readonly string[];
};

/**
Everything that the dashboard can make happen. Components call these and nothing else; what they do to Redis shows in the next snapshots. All that return a promise reject with a message for the user.
*/
export type Actions = {
	/** Write and announce a task. */
	publish(description: string, files: readonly string[]): Promise<{readonly id: string; readonly heardBy: number}>;
	/** The executors there are, the usable ones first. Asks the machine, which takes up to a second. */
	executors(): Promise<readonly ExecutorChoice[]>;
	/** Start a worker here. Resolves with its id. */
	startWorker(worker: NewWorker): Promise<string>;
	/** Stop one worker of this process, or (`null`) all: they finish what they have in hand. Returns how many are asked to. */
	stopWorkers(id: string | null): number;
	/** The workers of this process now. */
	ownWorkers(): readonly OwnWorker[];
	/** Tell a worker of ours what to do, here or elsewhere. Resolves with whether it was heard. */
	controlWorker(id: string, control: Control): Promise<boolean>;
	/** Cancel a task that is not done. */
	cancelTask(id: string): Promise<Cancellation>;
	/** Give a task that was set aside or cancelled all its attempts again. */
	retryTask(id: string): Promise<'no task' | 'done' | 'announced'>;
	/** Take a task away from a holder that has fallen silent. Takes two seconds. */
	rescueTask(id: string): Promise<Rescue>;
	/** Change the caps of the swarm. */
	changeBudget(change: BudgetChange): Promise<void>;
	/** A finding, whole. `null`: there is none. */
	loadFinding(id: string): Promise<Finding | null>;
	/** A task's text, whole. `null`: there is none. */
	loadTask(id: string): Promise<UntrustedText | null>;
};
