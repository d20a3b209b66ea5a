import {UserError} from '../protocol/user-error.js';
import {connectionProblemText, type ConnectionProblem} from '../text/connection-problems.js';
import {describeAddress, type Address} from './address.js';

/**
No usable Redis at an address. `problem` says why, for programs; the message says it to people. Ends the program with the exit code 3.
*/
export class ConnectionError extends UserError {
	/** Why, for programs. */
	readonly problem: ConnectionProblem;

	constructor(problem: ConnectionProblem, message: string) {
		super(message, 'noRedis');
		this.problem = problem;
	}
}

/**
The error for a problem that was found at an address.

@param came What the server said, in a few words of clean text without secrets, for the sentences that repeat it. Default: nothing.
*/
export function connectionError(problem: ConnectionProblem, address: Address, came = ''): ConnectionError {
	return new ConnectionError(problem, connectionProblemText(problem, describeAddress(address), came));
}
