/*
Patterns with `*`, `?`, `[a-z]`, `[^a-z]` and `\`, matched exactly as Redis 7.0 does: also where a bracket is not closed, and where nothing matches an empty text.
*/

/** Whether a text matches a pattern. */
export function matchesGlob(pattern: string, text: string): boolean {
	return new Search(pattern, text).matches(0, 0);
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

class Search {
	readonly #pattern: string;
	readonly #text: string;

	// When what follows a star is nowhere in the rest of the text, it is of no use to let an earlier star take more.
	#isHopeless = false;

	constructor(pattern: string, text: string) {
		this.#pattern = pattern;
		this.#text = text;
	}

	/** Whether the pattern from one place on matches the text from another place on. */
	matches(patternStart: number, textStart: number): boolean {
		const pattern = this.#pattern;
		const text = this.#text;
		let at = patternStart;
		let position = textStart;
		while (at < pattern.length && position < text.length) {
			switch (pattern[at]) {
				case '*': {
					return this.#matchesStar(at, position);
				}

				case '?': {
					break;
				}

				case '[': {
					const end = matchClass(pattern, at, text.charCodeAt(position));
					if (end === undefined) {
						return false;
					}

					at = end;
					break;
				}

				default: {
					at += pattern[at] === '\\' && at + 1 < pattern.length ? 1 : 0;
					if (pattern[at] !== text[position]) {
						return false;
					}
				}
			}

			at++;
			position++;
			if (position === text.length) {
				at = afterStars(pattern, at);
			}
		}

		return at === pattern.length && position === text.length;
	}

	#matchesStar(star: number, textStart: number): boolean {
		const rest = afterStars(this.#pattern, star);
		if (rest === this.#pattern.length) {
			return true;
		}

		for (let position = textStart; position < this.#text.length && !this.#isHopeless; position++) {
			if (this.matches(rest, position)) {
				return true;
			}
		}

		this.#isHopeless = true;
		return false;
	}
}

function afterStars(pattern: string, from: number): number {
	let at = from;
	while (pattern[at] === '*') {
		at++;
	}

	return at;
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
