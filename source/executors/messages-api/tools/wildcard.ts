import path from 'node:path';

/**
Make a test for paths from a pattern in which `*` stands for any characters. It takes a time that is linear in the length of the path, whatever the pattern is.

@param pattern Compared with the whole path if there is a slash in it, otherwise with the name at its end. A star also stands for slashes, and two stars with a slash also for nothing.
*/
export function wildcard(pattern: string): (relative: string) => boolean {
	const [first = '', ...rest] = pattern.replaceAll('**/', '*').split(/\*+/u);
	const last = rest.pop();
	return relative => {
		const text = pattern.includes('/') ? relative : path.basename(relative);
		if (last === undefined) {
			return text === first;
		}

		// The leftmost place for each part leaves most room for the others.
		let position = text.startsWith(first) ? first.length : -1;
		for (const part of rest) {
			const found = position === -1 ? -1 : text.indexOf(part, position);
			position = found === -1 ? -1 : found + part.length;
		}

		return position !== -1 && text.length - last.length >= position && text.endsWith(last);
	};
}
