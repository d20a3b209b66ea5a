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

/** The tokens of the prompt: all but the output. */
export function promptTokens(usage: Usage): number {
	return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
}

/** The tokens of all classes. */
export function totalTokens(usage: Usage): number {
	return promptTokens(usage) + usage.output;
}

/** No tokens of any class. */
export const noUsage: Usage = {
	input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0,
};

/** The tokens of both, class by class. @param sign -1 subtracts those of `b`. Default: 1. */
export function addUsage(a: Usage, b: Usage, sign: 1 | -1 = 1): Usage {
	return {
		input: a.input + (sign * b.input),
		output: a.output + (sign * b.output),
		cacheRead: a.cacheRead + (sign * b.cacheRead),
		cacheWrite5m: a.cacheWrite5m + (sign * b.cacheWrite5m),
		cacheWrite1h: a.cacheWrite1h + (sign * b.cacheWrite1h),
	};
}
