import {Buffer} from 'node:buffer';
import {parseJson} from './lenient-values.js';
import {cleanLines, cleanText, type CleanText} from './clean-text.js';

const ellipsis = '…';

/** Text from Redis, a model or a file, unchanged. It cannot be printed by accident: it comes out clean (`line`, `lines`) or as JSON. */
export class UntrustedText {
	/** Whether this is only the beginning. */
	readonly cut: boolean;

	readonly #raw: string;

	/** @param maxLength Characters to keep. Default: all. @param cut Whether `raw` is already only the beginning. Default: `false`. */
	constructor(raw: string, maxLength = Number.POSITIVE_INFINITY, cut = false) {
		// Copied, because a slice keeps its whole parent string in memory.
		this.#raw = raw.length > maxLength ? Buffer.from(raw.slice(0, maxLength)).toString() : raw;
		this.cut = cut || raw.length > maxLength;
	}

	/** In UTF-16 code units. */
	get length(): number {
		return this.#raw.length;
	}

	/** The beginning as one clean line. @param maxLength Default: 400 characters, more than a terminal row. */
	line(maxLength = 400): CleanText {
		const line = cleanText(this.#raw.length > maxLength ? this.#raw.slice(0, maxLength) : this.#raw);
		return this.cut || this.#raw.length > maxLength ? `${line}${ellipsis}` as CleanText : line;
	}

	/** All lines, clean. JSON objects and arrays are indented. @param maxLength Characters to show. Default: all. */
	lines(maxLength = Number.POSITIVE_INFINITY): readonly CleanText[] {
		const isLonger = this.#raw.length > maxLength;
		const lines = cleanLines(isLonger ? this.#raw.slice(0, maxLength) : this.#indented());
		return this.cut || isLonger ? [...lines, ellipsis as CleanText] : lines;
	}

	/** Whether the text contains `needle`, which must be in lower case, in any case. */
	includes(needle: string): boolean {
		return this.#raw.toLowerCase().includes(needle);
	}

	/** The text unchanged, for JSON and comparisons, never for a terminal. */
	toJSON(): string {
		return this.#raw;
	}

	#indented(): string {
		if (!/^\s*[[{]/u.test(this.#raw)) {
			return this.#raw;
		}

		try {
			return JSON.stringify(parseJson(this.#raw), undefined, 2) ?? this.#raw;
		} catch {
			// Nested too deeply.
			return this.#raw;
		}
	}
}

/** The text of any JSON value: strings unchanged, `null` and `undefined` empty, anything else as JSON. */
export function textOfJson(value: unknown, maxLength?: number): UntrustedText {
	if (value === undefined || value === null) {
		return new UntrustedText('');
	}

	if (typeof value === 'string') {
		return new UntrustedText(value, maxLength);
	}

	try {
		return new UntrustedText(JSON.stringify(value), maxLength);
	} catch {
		return new UntrustedText('(nested too deeply to show)');
	}
}
