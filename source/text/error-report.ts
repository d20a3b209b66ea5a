import {cleanLines, cleanText} from '../protocol/clean-text.js';
import {asError, exitCodes, UserError} from '../protocol/user-error.js';

/** What the user is told about an error that ends the program, and the exit code. */
export type ErrorReport = {readonly text: string; readonly exitCode: number};

/** Describe a fatal error: one line for a `UserError`, one line and the stack trace for anything else, which is a bug. Safe to print; ends with a line break. */
export function errorReport(thrown: unknown): ErrorReport {
	const error = asError(thrown);
	if (error instanceof UserError) {
		return {text: `${cleanText(error.message)}\n`, exitCode: error.exitCode};
	}

	const stack = cleanLines(error.stack ?? '').join('\n');
	return {text: `haiku-swarm stopped because of a bug: ${cleanText(error.message)}\n${stack}\n`, exitCode: exitCodes.failed};
}
