import type {Usage} from '../protocol/usage.js';

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
