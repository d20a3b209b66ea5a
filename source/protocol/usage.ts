import {isRecord, readCount} from './lenient-values.js';

/** Token classes with prices of their own. They do not overlap: `input` is neither read from nor written to the cache, `output` includes thinking, and cache writes live five minutes or an hour. */
export type Usage = {
	readonly input: number;
	readonly output: number;
	readonly cacheRead: number;
	readonly cacheWrite5m: number;
	readonly cacheWrite1h: number;
};

/** Read the `usage` of a finding, our addition. A missing class is 0. `null`: there is none. */
export function readUsage(value: unknown): Usage | null {
	if (!isRecord(value)) {
		return null;
	}

	const count = (name: string) => readCount(value[name]) ?? 0;
	return {
		input: count('input'), output: count('output'), cacheRead: count('cache_read'), cacheWrite5m: count('cache_write_5m'), cacheWrite1h: count('cache_write_1h'),
	};
}

/** The `usage` of a finding of ours. */
export function encodeUsage({input, output, cacheRead, cacheWrite5m, cacheWrite1h}: Usage): Readonly<Record<string, number>> {
	return {
		input, output, cache_read: cacheRead, cache_write_5m: cacheWrite5m, cache_write_1h: cacheWrite1h,
	};
}
