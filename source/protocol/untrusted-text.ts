import {Buffer} from 'node:buffer';
import {cleanLines, cleanText, type CleanText} from './clean-text.js';

const ellipsis = '…';

/**
A text that came from outside, kept as it came. It cannot be printed by accident: what leaves it is either clean (`line`, `lines`) or goes through JSON.
*/
export class UntrustedText {
	/**
	Whether only the beginning is held here: the whole is in Redis.
	*/
	readonly cut: boolean;

	readonly #raw: string;

	/**
	@param maxLength Characters that are kept. Default: all.
	@param cut Whether `raw` is already only a beginning. Default: `false`.
	*/
	constructor(raw: string, maxLength = Number.POSITIVE_INFINITY, cut = false) {
		// A slice would keep the whole parent string in memory: copy what is kept.
		this.#raw = raw.length > maxLength ? Buffer.from(raw.slice(0, maxLength)).toString() : raw;
		this.cut = cut || raw.length > maxLength;
	}

	/** Length in UTF-16 code units of what is held. */
	get length(): number {
		return this.#raw.length;
	}

	/**
	The beginning as one clean line.

	@param maxLength Characters to look at. Default: 400, more than any terminal row.
	*/
	line(maxLength = 400): CleanText {
		const line = cleanText(this.#raw.length > maxLength ? this.#raw.slice(0, maxLength) : this.#raw);
		return this.cut || this.#raw.length > maxLength ? `${line}${ellipsis}` as CleanText : line;
	}

	/** All lines, clean. JSON objects and arrays are laid out. */
	lines(): readonly CleanText[] {
		const lines = cleanLines(this.#laidOut());
		return this.cut ? [...lines, ellipsis as CleanText] : lines;
	}

	/** Whether the text holds `needle`, upper and lower case alike. `needle` must be in lower case. */
	includes(needle: string): boolean {
		return this.#raw.toLowerCase().includes(needle);
	}

	/** The text as it came, for JSON and for comparisons; never for a terminal. */
	toJSON(): string {
		return this.#raw;
	}

	#laidOut(): string {
		if (!/^\s*[[{]/u.test(this.#raw)) {
			return this.#raw;
		}

		try {
			return JSON.stringify(JSON.parse(this.#raw), undefined, 2);
		} catch {
			return this.#raw;
		}
	}
}

/**
The text of any JSON value: strings as they are, `null` and absent as an empty text, all else as JSON.
*/
export function untrustedText(value: unknown, maxLength?: number): UntrustedText {
	if (value === undefined || value === null) {
		return new UntrustedText('');
	}

	if (typeof value === 'string') {
		return new UntrustedText(value, maxLength);
	}

	try {
		return new UntrustedText(JSON.stringify(value), maxLength);
	} catch {
		// Nested too deeply for the engine's stack.
		return new UntrustedText('(nested too deeply to be shown)');
	}
}
