import type {Spending} from './spending.js';

/** A finding that may have to do with a task, as a model is shown it. */
export type RelatedFinding = {
	readonly id: string;
	readonly task: string;
	readonly result: string;
};

/** What an executor is asked to do. Everything in it but its numbers is untrusted text. */
export type Job = {
	/** The task's id, or `null` where the task came from the command line. */
	readonly taskId: string | null;
	readonly description: string;
	readonly files: readonly string[];
	/** What everybody in the swarm is told at the moment (`context:active`), or `null`. */
	readonly context: string | null;
	readonly related: readonly RelatedFinding[];
};

/** How far an attempt has got. Counted from its start. */
export type Progress = {
	/** Answers of the model so far. */
	readonly turn: number;
	/** The tool that is used at the moment or was used last, or `null`. */
	readonly tool: string | null;
	/** Tokens of all classes so far, as far as they are known. */
	readonly tokens: number;
};

/** What came of an attempt. */
export type Outcome = Spending & (
	/** `denied`: it was completed, but tools were denied on the way: the answer may be a part of what was asked. */
	| {
		readonly status: 'completed' | 'denied';
		/** A text or any JSON value. */
		readonly result: unknown;
		/** Measured where that is possible, relative to the working directory. */
		readonly filesChanged: readonly string[];
		/** Ids of findings. */
		readonly citations: readonly string[];
		/** What was denied, in words. */
		readonly denials: readonly string[];
	}
	/**
	`blame`: `task`: another attempt may do better, and counts. `worker`: no task can be done here at the moment (a wrong key, a limit, no network); the attempt does not count, and the worker pauses.
	*/
	| {
		readonly status: 'failed';
		/** One line: what was expected, what came. Holds no secrets. */
		readonly error: string;
		readonly blame: 'task' | 'worker';
		/** How long to wait before trying again, where the provider says so, in milliseconds. */
		readonly retryAfterMs: number | null;
		/** Files that were changed all the same. */
		readonly filesChanged: readonly string[];
	}
);

/** What an executor is given beside the job. */
export type ExecuteOptions = {
	/** Ends the attempt: nothing of it goes on when `execute` has settled. */
	readonly signal: AbortSignal;
	/** The most that this attempt may cost, in US dollars; `null`: no limit of its own. What is running may overshoot it by one answer. */
	readonly budgetUsd: number | null;
	/** Be told how far it has got. */
	readonly onProgress: (progress: Progress) => void;
};

/** Something that can execute a task. */
export type Executor = {
	readonly name: string;
	/** Full id of the model that it asks for, or `null` where it asks for none. */
	readonly model: string | null;
	/** The directory in which it works, absolute; `null` where it touches no files. */
	readonly workdir: string | null;
	/** Whether it looks at `context` and `related` of a job. Reading them is left out otherwise. */
	readonly wantsContext: boolean;
	/** Whether what an attempt cost is known afterwards. Where it is not, no budget can be kept, and a worker with a budget claims nothing. */
	readonly costIsKnown: boolean;
	/**
	Make one attempt. Whatever goes wrong on the way is an outcome with status `failed`, with what was spent until then; after the signal was aborted too, if a model has run.

	@throws The signal's reason when it is aborted before anything was spent. Any other error counts as a failed attempt that cost nothing.
	*/
	execute(job: Job, options: ExecuteOptions): Promise<Outcome>;
};
