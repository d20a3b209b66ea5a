/**
A time as a participant wrote it. `zoned` is false where the text had no zone: then it was read as this machine's local time, which is right only if the writer runs in the same zone.
*/
export type StatedTime = {
	/** Milliseconds since the epoch. */
	readonly atMs: number;
	readonly zoned: boolean;
};

const isoPattern = /^\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/iu;

// Seconds until the year 2286; whatever is larger is milliseconds, and whatever is larger still (2001 in microseconds) is no time.
const largestSeconds = 1e10;
const largestMs = 1e14;

function fromEpoch(number: number): StatedTime | null {
	if (!(number > 0) || number >= largestMs) {
		return null;
	}

	return {atMs: Math.round(number < largestSeconds ? number * 1000 : number), zoned: true};
}

/**
Read a time: ISO 8601 with `Z`, with an offset or without a zone, a date alone, epoch seconds or epoch milliseconds, as text or number. `null` where it is none of these.
*/
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

	// ECMAScript reads a date alone as UTC, everything else without a zone as local time: make it local throughout.
	const normal = text.length === 10 ? `${text}T00:00:00` : text.replace(/^(.{10}) (?=\d)/u, '$1T').replace(',', '.').replace(/\s+/u, '');
	const atMs = Date.parse(normal);
	return Number.isNaN(atMs) ? null : {atMs, zoned: match[1] !== undefined};
}

/** A time as we write it: UTC with `+00:00`, because Python below 3.11 cannot parse `Z`. */
export function formatTime(atMs: number): string {
	return new Date(atMs).toISOString().replace('Z', '+00:00');
}
