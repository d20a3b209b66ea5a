/** What a tool gives back to the model. */
export type ToolResult = {
	/** `denied`: it was refused, because it lies outside of what the worker allows. `failed`: it was tried and did not work. */
	readonly status: 'ok' | 'failed' | 'denied';
	/** For the model. At most about 30,000 characters; what was left out is said. */
	readonly text: string;
};

/** Something that a model may do. Its input is untrusted: a tool checks it itself, and never throws because of it. */
export type Tool = {
	readonly name: string;
	/** For the model: what it does, what comes back, its limits. */
	readonly description: string;
	/** JSON Schema of its input, an object. */
	readonly inputSchema: {readonly type: 'object'; readonly properties: Readonly<Record<string, unknown>>; readonly required: readonly string[]};

	/**
	Do it.

	@throws Only the signal's reason, when it is aborted.
	*/
	run(input: unknown, options: {readonly signal: AbortSignal}): Promise<ToolResult>;
};
