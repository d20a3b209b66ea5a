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
	readonly model?: string | undefined;
	readonly concurrency: number;
	readonly workdir?: string | undefined;
	readonly allowHost?: readonly string[] | undefined;
	readonly passEnv?: readonly string[] | undefined;
	readonly maxTurns: number;
	readonly timeout: number;
	readonly budget?: string | undefined;
	readonly maxTasks?: number | undefined;
	readonly idleExit?: number | undefined;
	readonly grace: number;
	readonly perTask?: string | undefined;
	readonly perWorker?: string | undefined;
	readonly perHour?: string | undefined;
	readonly port: number;
};

/** The flags of a call without arguments. */
export const defaultFlags = {
	start: true, json: false, line: false, mode: 'loop', executor: 'auto', concurrency: 1, maxTurns: 20, timeout: 600, grace: 30, port: 6379,
} as const satisfies Flags;

/** What the process was called with. */
export type Arguments = {readonly input: readonly string[]; readonly flags: Flags};
