import process from 'node:process';
import {asError, UserError} from '../protocol/user-error.js';
import {writeFailed} from '../text/write-errors.js';

/**
Make `print`: write to stdout, and wait until it is written.

A reader that has left, as `head` does, ends the program quietly by `exit`, with the code of a program that SIGPIPE ended. Any other failure rejects.

@throws {UserError} when stdout cannot be written, such as on a full disk.
*/
export function printer(exit: (code: number) => never): (text: string) => Promise<void> {
	// The callback tells; without a listener the event would end the program as a bug.
	process.stdout.on('error', () => undefined);
	return async text => {
		try {
			await new Promise<void>((resolve, reject) => {
				process.stdout.write(text, error => {
					if (error) {
						reject(error);
					} else {
						resolve();
					}
				});
			});
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code === 'EPIPE') {
				exit(brokenPipeExitCode);
			}

			throw new UserError(writeFailed('stdout', asError(error).message));
		}
	};
}

/** What a shell sees of a filter that SIGPIPE has ended: 128 plus the number of the signal. */
const brokenPipeExitCode = 141;
