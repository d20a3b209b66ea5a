import {parseUsd} from '../money/usd.js';
import {UserError} from '../protocol/user-error.js';
import {expectedUsd} from '../text/money.js';

/**
US dollars from the command line.

@param name Of the flag or argument, for the error.
@throws {UserError} of kind `usage`.
*/
export function usdArgument(text: string, name: string): number {
	const usd = parseUsd(text);
	if (usd === null) {
		throw new UserError(expectedUsd(name, text), 'usage');
	}

	return usd;
}
