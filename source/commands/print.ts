import process from 'node:process';
import {UserError} from '../protocol/user-error.js';
import {commandErrors} from '../text/command-errors.js';

/** The exit code of a filter ended by SIGPIPE: 128 plus the number of the signal. */
const brokenPipeExitCode = 141;

/**
Make a function that writes to stdout, and waits until it is written. If the reader has left, as `head` does, it ends the program quietly through `exit`.

@throws {UserError} when stdout cannot be written, for example on a full disk.
*/
export function printer(exit: (code: number) => never): (text: string) => Promise<void> {
	// The callback reports errors; without a listener the event would look like a bug.
	process.stdout.on('error', () => undefined);
	return async text => new Promise((resolve, reject) => {
		process.stdout.write(text, error => {
			if (!error) {
				resolve();
			} else if ((error as NodeJS.ErrnoException).code === 'EPIPE') {
				exit(brokenPipeExitCode);
			} else {
				reject(new UserError(commandErrors.stdout(error.message)));
			}
		});
	});
}
