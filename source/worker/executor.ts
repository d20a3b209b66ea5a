/** What an executor is asked to do. */
export type Job = {
	/** The task's id, or `null` where the task came from the command line. */
	readonly taskId: string | null;
	readonly description: string;
	readonly files: readonly string[];
};

/** What came out. */
export type Outcome = {
	readonly result: unknown;
	readonly filesChanged: readonly string[];
	readonly citations: readonly string[];
	/** Input plus output tokens. */
	readonly tokens: number;
	readonly costUsd: number;
	/** No model ran: nothing of this is real, and it costs nothing. */
	readonly simulated: boolean;
};

/** Something that can execute a task. */
export type Executor = {
	readonly name: string;
	/**
	Do the job.

	@throws The signal's reason when it is aborted; any other error means that the attempt failed.
	*/
	execute(job: Job, options: {readonly signal: AbortSignal}): Promise<Outcome>;
};
