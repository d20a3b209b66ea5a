const maxNameLength = 512;

/** Read a finite number >= 0 as any writer writes it: `0.0023`, `"$0.0023"`, `"1,234"`, `"300 tokens"`; or `null`. A comma only separates thousands: `"0,0023"` is `null`, not 23. */
export function readNumber(value: unknown): number | null {
	if (typeof value === 'number') {
		return Number.isFinite(value) && value >= 0 ? value : null;
	}

	if (typeof value !== 'string' || value.length > 64) {
		return null;
	}

	const match = /^\s*[$€~]?\s*((?:[1-9]\d{0,2}(?:,\d{3})+|\d[\d_ ]*)(?:\.\d*)?|\.\d+)(e[+-]?\d{1,3})?\s*(?:\$|€|usd|tokens?)?\s*$/iu.exec(value);
	if (!match) {
		return null;
	}

	const number = Number(match[1]!.replaceAll(/[,_ ]/gu, '') + (match[2] ?? ''));
	return Number.isFinite(number) ? number : null;
}

/** Read a whole number >= 0 like `readNumber`. Fractions are rounded. */
export function readCount(value: unknown): number | null {
	const number = readNumber(value);
	return number === null || number > Number.MAX_SAFE_INTEGER ? null : Math.round(number);
}

/** Read an id, up to 512 characters of it, or `null`. Some writers use numbers as ids. */
export function readName(value: unknown): string | null {
	return readString(value)?.slice(0, maxNameLength) ?? null;
}

/** Read a text or number that is not empty, or `null`. */
export function readString(value: unknown): string | null {
	if (typeof value === 'number') {
		return String(value);
	}

	return typeof value === 'string' && value !== '' ? value : null;
}

/** Read a list of texts: an array, or a text with commas or line breaks between items. Anything else is empty. At most 1,000 items are read. */
export function readList(value: unknown): readonly string[] {
	if (typeof value === 'string') {
		return value === '' ? [] : readList(parseList(value));
	}

	return Array.isArray(value) ? value.slice(0, 1000).flatMap(item => readString(item) ?? []) : [];
}

function parseList(text: string): readonly unknown[] {
	// It may only begin like a list.
	const list = text.startsWith('[') ? parseJson(text) : undefined;
	return list === undefined ? text.split(/[,\n]/u).map(item => item.trim()) : (Array.isArray(list) ? list : [text]);
}

/** The value of a JSON text, which may begin with a byte order mark; `undefined`: it is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text.replace(/^\uFEFF/u, '')) as unknown;
	} catch {
		return undefined;
	}
}

/** Whether a JSON value is an object with fields (not `null`, not an array). */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
	return typeof value === 'object' && value !== null && !Array.isArray(value);
}
