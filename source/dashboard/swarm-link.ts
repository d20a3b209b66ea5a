import type {ExecutorChoice} from '../executors/registry.js';
import type {Finding} from '../protocol/finding.js';
import type {UntrustedText} from '../protocol/untrusted-text.js';
import type {
	Action, Arguments, LocalWorkers, Outcome, Refusal, Report,
} from '../swarm/actions/action.js';

/** A worker to start. */
export type NewWorker = {
	readonly executor: string;
	/** Full model id; `null`: the default of the executor. */
	readonly model: string | null;
	/** 1 to 100. */
	readonly concurrency: number;
	readonly workdir: string;
	/** Spending limit in US dollars; `null`: only the swarm budget applies. */
	readonly budgetUsd: number | null;
	/** For the executor `command`: the program and its arguments. */
	readonly command: readonly string[];
};

/** The dashboard's side effects. Writes to Redis show up in later snapshots. Promises reject with a message for the user. */
export type SwarmLink = {
	/** The workers of this process. */
	readonly localWorkers: LocalWorkers;
	/** Run an action on a task or worker (`''`: the swarm), and log it. */
	perform(action: Action, id: string, values?: Arguments): Promise<Report & {readonly outcome: Outcome | Refusal}>;
	/** The executors, available ones first. Takes up to a second. */
	executors(): Promise<readonly ExecutorChoice[]>;
	/** Start a worker in this process. Resolves with its id. */
	startWorker(worker: NewWorker): Promise<string>;
	/** A whole finding. `null`: not found. */
	loadFinding(id: string): Promise<Finding | null>;
	/** The whole text of a task. `null`: not found. */
	loadTask(id: string): Promise<UntrustedText | null>;
};
