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
