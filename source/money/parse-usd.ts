/** Larger amounts must be mistakes. */
const maxUsd = 1e9;

/** Whether a number can be a limit in US dollars. */
export function isUsd(usd: number): boolean {
	return usd >= 0 && usd < maxUsd;
}

/** Parse US dollars as a person types them: `5`, `0.25`, `.5`, `$5`, `$ 5`. `null`: anything else, or $1,000,000,000 and more. For values from Redis see `readNumber`. */
export function parseUsd(text: string): number | null {
	const digits = /^\s*(?:\$\s*)?(\d+(?:\.\d*)?|\.\d+)\s*$/u.exec(text)?.[1];
	const usd = digits === undefined || text.length > 64 ? Number.NaN : Number(digits);
	return isUsd(usd) ? usd : null;
}
