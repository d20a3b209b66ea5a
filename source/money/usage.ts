/**
Tokens by the classes that are priced apart. The classes do not overlap: a cached token is not in `input` as well.

- `input`: prompt tokens neither read from nor written to the cache.
- `output`: answer tokens, thinking included.
- `cacheRead`: prompt tokens read from the cache.
- `cacheWrite5m`, `cacheWrite1h`: prompt tokens written to the cache, to live for five minutes or an hour.
*/
export type Usage = {
	readonly input: number;
	readonly output: number;
	readonly cacheRead: number;
	readonly cacheWrite5m: number;
	readonly cacheWrite1h: number;
};

/**
Tokens of the prompt: everything but the answer.
*/
export function promptTokens(usage: Usage): number {
	return usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h;
}

/**
Tokens of all classes together.
*/
export function totalTokens(usage: Usage): number {
	return promptTokens(usage) + usage.output;
}

/**
No tokens of any class.
*/
export const noUsage: Usage = {
	input: 0, output: 0, cacheRead: 0, cacheWrite5m: 0, cacheWrite1h: 0,
};

/**
The tokens of both, class by class.

@param sign -1 takes those of `b` away. Default: 1.
*/
export function addUsage(a: Usage, b: Usage, sign: 1 | -1 = 1): Usage {
	return {
		input: a.input + (sign * b.input),
		output: a.output + (sign * b.output),
		cacheRead: a.cacheRead + (sign * b.cacheRead),
		cacheWrite5m: a.cacheWrite5m + (sign * b.cacheWrite5m),
		cacheWrite1h: a.cacheWrite1h + (sign * b.cacheWrite1h),
	};
}
