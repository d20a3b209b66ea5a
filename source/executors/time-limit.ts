/** Run something with a time limit. @param name What took too long, for the error. */
export async function withTimeLimit<Value>(name: string, limitMs: number, signal: AbortSignal, run: (signal: AbortSignal) => Promise<Value>): Promise<Value> {
	// Used until the end: a timeout that only `AbortSignal.any` refers to is garbage, and never fires.
	const limit = AbortSignal.timeout(limitMs);
	try {
		return await run(AbortSignal.any([signal, limit]));
	} catch (error) {
		throw limit.aborted && !signal.aborted ? new Error(`${name} took longer than ${limitMs / 1000} seconds and was stopped`, {cause: error}) : error;
	}
}
