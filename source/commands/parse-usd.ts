import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';

/**
Read an amount of US dollars from the command line: `5`, `0.25`, `$5`.

@param what Which argument it is, for the error.
@throws {UserError} of kind `usage`.
*/
export function parseUsd(text: string, what: string): number {
	const usd = /^\$?\d+(?:\.\d+)?$/u.test(text.trim()) ? Number(text.trim().replace('$', '')) : Number.NaN;
	if (!Number.isFinite(usd)) {
		throw new UserError(clean`Expected an amount of US dollars such as 5 or 0.25 for ${what}, got "${text}".`, 'usage');
	}

	return usd;
}
