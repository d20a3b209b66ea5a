/**
How the program ends: `done` 0, `failed` 1, `usage` 2 (wrong flags or arguments), `noRedis` 3.
*/
export const exitCodes = {
	done: 0,
	failed: 1,
	usage: 2,
	noRedis: 3,
} as const;

/**
A mistake or a state of the world that the user can do something about. Printed as one line on stderr, without a stack trace.

The message says what was expected, what came, and what to do. It never holds a password.
*/
export class UserError extends Error {
	override readonly name = 'UserError';
	/** One of `exitCodes`. */
	readonly exitCode: number;

	/**
	@param kind Which exit code it ends the program with. Default: `failed`.
	*/
	constructor(message: string, kind: keyof typeof exitCodes = 'failed') {
		super(message);
		this.exitCode = exitCodes[kind];
	}
}

/**
The error a throw of any kind stands for, so that its message can be read.
*/
export function asError(thrown: unknown): Error {
	return thrown instanceof Error ? thrown : new Error(String(thrown));
}
