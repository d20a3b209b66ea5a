/** Amounts from here on are taken for a mistake. */
const maxUsd = 1e9;

/** Whether a number is an amount of US dollars that can be a limit. */
export function isUsd(usd: number): boolean {
	return usd >= 0 && usd < maxUsd;
}

/**
Parse US dollars as a person types them: `5`, `0.25`, `.5`, `$5`, `$ 5`. `null` if it is anything else, or $1,000,000,000 or more.

What other programs wrote to Redis is read by `readNumber`, which accepts more.
*/
export function parseUsd(text: string): number | null {
	const digits = /^\s*(?:\$\s*)?(\d+(?:\.\d*)?|\.\d+)\s*$/u.exec(text)?.[1];
	const usd = digits === undefined || text.length > 64 ? Number.NaN : Number(digits);
	return isUsd(usd) ? usd : null;
}
