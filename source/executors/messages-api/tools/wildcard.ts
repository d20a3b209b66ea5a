import path from 'node:path';

/**
Make a test for paths from a pattern in which `*` matches any characters, slashes included. It takes linear time, whatever the pattern.

@param pattern Matched against the whole path if it contains a slash, otherwise against the name. Two stars and a slash also match nothing.
*/
export function wildcard(pattern: string): (relative: string) => boolean {
	const [first = '', ...rest] = pattern.replaceAll('**/', '*').split(/\*+/u);
	const last = rest.pop();
	return relative => {
		const text = pattern.includes('/') ? relative : path.basename(relative);
		if (last === undefined) {
			return text === first;
		}

		// The leftmost match of each part leaves the most room for the others.
		let position = text.startsWith(first) ? first.length : -1;
		for (const part of rest) {
			const found = position === -1 ? -1 : text.indexOf(part, position);
			position = found === -1 ? -1 : found + part.length;
		}

		return position !== -1 && text.length - last.length >= position && text.endsWith(last);
	};
}
