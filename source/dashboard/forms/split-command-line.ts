import {UserError} from '../../protocol/user-error.js';

/**
The words of a command line: split at spaces, except between quotes. Nothing else has a meaning: no variables, no wildcards, no backslashes.

@throws {UserError} when a quote is not closed.
*/
export function splitCommandLine(text: string): readonly string[] {
	const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*'|["'].*$)+/gu) ?? [];
	return words.map(word => word.replaceAll(/"([^"]*)"|'([^']*)'|["'].*$/gu, (part, double: string | undefined, single: string | undefined) => {
		const inside = double ?? single;
		if (inside === undefined) {
			throw new UserError(`Expected a closing quote, got ${part}`, 'usage');
		}

		return inside;
	}));
}
