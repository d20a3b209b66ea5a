/**
The lowest of several caps in US dollars; `null` is none.
*/
export function lowestCap(...capsUsd: ReadonlyArray<number | null>): number | null {
	const caps = capsUsd.filter(cap => cap !== null);
	return caps.length === 0 ? null : Math.min(...caps);
}
