/** A time of any writer. Without a zone (`zoned`: false), it was read as local time, which is wrong if the writer runs in another zone. */
export type StatedTime = {
	/** Milliseconds since the epoch. */
	readonly atMs: number;
	readonly zoned: boolean;
};

const isoPattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/iu;

// Seconds up to the year 2286; larger numbers are milliseconds, and even larger ones (microseconds) are rejected.
const maxSeconds = 1e10;
const maxMs = 1e14;

function fromEpoch(number: number): StatedTime | null {
	if (!(number > 0) || number >= maxMs) {
		return null;
	}

	return {atMs: Math.round(number < maxSeconds ? number * 1000 : number), zoned: true};
}

/** Read a time: ISO 8601 with or without a zone, a date, epoch seconds or milliseconds, as text or number. `null`: it is none of these. */
export function readTime(value: unknown): StatedTime | null {
	if (typeof value === 'number') {
		return fromEpoch(value);
	}

	if (typeof value !== 'string' || value.length > 64) {
		return null;
	}

	const text = value.trim();
	if (/^\d+(?:\.\d+)?$/u.test(text)) {
		return fromEpoch(Number(text));
	}

	const match = isoPattern.exec(text);
	if (!match) {
		return null;
	}

	// ECMAScript reads a date without a time as UTC; make it local time, like everything else without a zone.
	const normal = text.length === 10 ? `${text}T00:00:00` : text.replace(/^(.{10}) (?=\d)/u, '$1T').replace(',', '.').replace(/\s+/u, '');
	const atMs = Date.parse(normal);
	return Number.isNaN(atMs) ? null : {atMs, zoned: match[1] !== undefined};
}

/** A time as we write it: in UTC with `+00:00`, because Python before 3.11 cannot parse `Z`. */
export function formatTime(atMs: number): string {
	return new Date(atMs).toISOString().replace('Z', '+00:00');
}
