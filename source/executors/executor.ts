import type {Spending} from './spending.js';

/** A finding that may be related to a task, as shown to a model. */
export type RelatedFinding = {
	readonly id: string;
	readonly task: string;
	readonly result: string;
};

/** The task of an attempt. All its texts are untrusted. */
export type Job = {
	/** `null`: the task came from the command line. */
	readonly taskId: string | null;
	readonly description: string;
	readonly files: readonly string[];
	/** The current context of the swarm (`context:active`), or `null`. */
	readonly context: string | null;
	readonly related: readonly RelatedFinding[];
};

/** The progress of an attempt, counted from its start. */
export type Progress = {
	/** Answers of the model. */
	readonly turn: number;
	/** The current or last tool, or `null`. */
	readonly tool: string | null;
	/** Known tokens of all classes. */
	readonly tokens: number;
};

/** The outcome of an attempt. */
export type Outcome = Spending & {
	/** Relative to the working directory, measured if possible. */
	readonly filesChanged: readonly string[];
} & (
	/** `denied`: completed, but tool calls were denied, so the result may be partial. */
	| {
		readonly status: 'completed' | 'denied';
		/** Any JSON value. */
		readonly result: unknown;
		/** Ids of findings. */
		readonly citations: readonly string[];
		/** Denied tool calls, in words. */
		readonly denials: readonly string[];
		/** What of the answer could not be read and was left out, in words. */
		readonly oddities?: readonly string[];
	}
	/**
	`blame`: `task`: the attempt counts, and another may do better. `worker`: no task can succeed here at the moment (wrong key, rate limit, no network), so the attempt does not count, and the worker pauses.
	*/
	| {
		readonly status: 'failed';
		/** One line without secrets. */
		readonly error: string;
		readonly blame: 'task' | 'worker';
		/** How long to wait before a retry, if the provider says so. */
		readonly retryAfterMs: number | null;
	}
);

/** The options of an attempt. */
export type ExecuteOptions = {
	/** Stops the attempt: nothing of it goes on when `execute` has settled. */
	readonly signal: AbortSignal;
	/** The budget of this attempt; `null`: none. It may be overshot by one answer. */
	readonly budgetUsd: number | null;
	/** Called on progress. */
	readonly onProgress: (progress: Progress) => void;
};

/** Executes tasks. */
export type Executor = {
	readonly name: string;
	/** Full id of the model it requests, or `null`. */
	readonly model: string | null;
	/** Absolute path; `null`: it touches no files. */
	readonly workdir: string | null;
	/** Whether it reads `context` and `related` of a job. Otherwise they are not loaded. */
	readonly wantsContext: boolean;
	/** Whether the cost of an attempt is known afterwards. Otherwise a worker with a budget claims nothing. */
	readonly costIsKnown: boolean;
	/**
	Make one attempt. Failures are outcomes with status `failed` and their spending, also after an abort if a model has run.
	@throws The signal's reason if it is aborted before anything was spent. Any other error counts as a failed attempt that cost nothing.
	*/
	execute(job: Job, options: ExecuteOptions): Promise<Outcome>;
};

/** The settings of all executors. Each reads what it needs. */
export type ExecutorSettings = {
	/** Full model id. Aliases work too, but the model behind one changes, and its price with it. */
	readonly model: string;
	/** The working directory, absolute. */
	readonly workdir: string;
	/** Model responses per attempt. */
	readonly maxTurns: number;
	/** Time limit of an attempt. */
	readonly timeoutMs: number;
	/** Hosts that tools may call over HTTP, such as `api.example.org` or `127.0.0.1:8080`. */
	readonly allowedHosts: readonly string[];
	/** Names of environment variables to pass to the program, in addition to the common ones. */
	readonly passVariables: readonly string[];
	/** A program and its arguments. No shell is involved. */
	readonly command: readonly string[];
	/** Cancels the making of an executor. */
	readonly signal: AbortSignal;
};

/** What applies unless the user sets something else. The model is a full id, because aliases move. */
export const defaultSettings = {
	model: 'claude-haiku-4-5', maxTurns: 20, timeoutMs: 600_000, allowedHosts: [], passVariables: [], command: [],
} as const satisfies Partial<ExecutorSettings>;
