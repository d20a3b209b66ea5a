import {UserError} from '../../protocol/user-error.js';

/** Split a command line into words at spaces, except within quotes. Variables, wildcards and backslashes have no meaning. @throws {UserError} if a quote is not closed. */
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
