/** Exit codes. `usage`: wrong flags or arguments. */
export const exitCodes = {
	done: 0,
	failed: 1,
	usage: 2,
	noRedis: 3,
} as const;

/** An error that the user can do something about, printed as one line without a stack trace. The message says what was expected, what came and what to do, and contains no password. */
export class UserError extends Error {
	override readonly name = 'UserError';
	/** One of `exitCodes`. */
	readonly exitCode: number;

	/** @param kind Of the exit code. Default: `failed`. */
	constructor(message: string, kind: keyof typeof exitCodes = 'failed') {
		super(message);
		this.exitCode = exitCodes[kind];
	}
}

/** Whatever was thrown, as an error. */
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}
