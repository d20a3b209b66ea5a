/*
Patterns with `*`, `?`, `[a-z]`, `[^a-z]` and `\`, matched exactly as Redis 7.0 does: also where a bracket is not closed, and where nothing matches an empty text.
*/

/** Whether a text matches a pattern. */
export function matchesGlob(pattern: string, text: string): boolean {
	let at = 0;
	let position = 0;

	// Where the pattern goes on behind the last star, and from where on the text was tried for that. What earlier stars take need not be tried again.
	let afterStar: number | undefined;
	let tried = 0;
	while (at < pattern.length || position < text.length) {
		const isInBoth = at < pattern.length && position < text.length;
		if (isInBoth && pattern[at] === '*') {
			at = afterStars(pattern, at);
			if (at === pattern.length) {
				return true;
			}

			afterStar = at;
			tried = position;
			continue;
		}

		const next = isInBoth ? matchOne(pattern, at, text.charCodeAt(position)) : undefined;
		if (next !== undefined) {
			position++;
			at = position === text.length ? afterStars(pattern, next) : next;
		} else if (afterStar !== undefined && tried + 1 < text.length) {
			tried++;
			position = tried;
			at = afterStar;
		} else {
			return false;
		}
	}

	return true;
}

/**
What tells which keys, fields or members match a pattern. `undefined`, or just `*`: all of them.
*/
export function globFilter(pattern: string | undefined): (text: string) => boolean {
	if (pattern === undefined || pattern === '*') {
		return () => true;
	}

	// Most patterns are a beginning.
	const beginning = /^[^*?[\\]+(?=\*$)/.exec(pattern)?.[0];
	return beginning === undefined
		? text => matchesGlob(pattern, text)
		: text => text.startsWith(beginning);
}

function afterStars(pattern: string, from: number): number {
	let at = from;
	while (pattern[at] === '*') {
		at++;
	}

	return at;
}

/** Whether a byte is what the pattern has at a place, which is no star: where the pattern goes on, or `undefined`. */
function matchOne(pattern: string, start: number, byte: number): number | undefined {
	if (pattern[start] === '?') {
		return start + 1;
	}

	if (pattern[start] === '[') {
		const end = matchClass(pattern, start, byte);
		return end === undefined ? undefined : end + 1;
	}

	const at = pattern[start] === '\\' && start + 1 < pattern.length ? start + 1 : start;
	return pattern.charCodeAt(at) === byte ? at + 1 : undefined;
}

/** Whether a byte is in the class that begins here: where the class ends, or `undefined`. One that is not closed goes to the end of the pattern. */
function matchClass(pattern: string, start: number, byte: number): number | undefined {
	const isInverted = pattern[start + 1] === '^';
	let at = start + (isInverted ? 2 : 1);
	let isIn = false;
	while (at < pattern.length && pattern[at] !== ']') {
		if (pattern[at] === '\\' && at + 1 < pattern.length) {
			at++;
			isIn ||= pattern.charCodeAt(at) === byte;
		} else if (pattern[at + 1] === '-' && at + 2 < pattern.length) {
			isIn ||= isBetween(byte, pattern.charCodeAt(at), pattern.charCodeAt(at + 2));
			at += 2;
		} else {
			isIn ||= pattern.charCodeAt(at) === byte;
		}

		at++;
	}

	return isIn === isInverted ? undefined : Math.min(at, pattern.length - 1);
}

function isBetween(byte: number, one: number, other: number): boolean {
	const value = signed(byte);
	const [from, to] = [signed(one), signed(other)];
	return value >= Math.min(from, to) && value <= Math.max(from, to);
}

/** Redis compares characters of C, which have a sign: bytes from 128 on come before all others. */
function signed(byte: number): number {
	return (byte << 24) >> 24;
}
