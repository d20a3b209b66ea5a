/** The flags of all commands, as they are parsed. */
export type Flags = {
	readonly redis?: string | undefined;
	readonly start: boolean;
	readonly json: boolean;
	readonly line: boolean;
	readonly file?: readonly string[] | undefined;
	readonly id?: string | undefined;
	readonly wait?: number | undefined;
	readonly filter?: string | undefined;
	readonly mode: string;
	readonly task?: string | undefined;
	readonly workerId?: string | undefined;
	readonly executor: string;
	readonly concurrency: number;
};

/** What the process was called with. */
export type Arguments = {readonly input: readonly string[]; readonly flags: Flags};
