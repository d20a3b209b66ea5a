import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {resolveRedis, type ResolvedRedis} from '../redis/resolve.js';

/** The flags of every command. */
export type CommonFlags = {
	/** Address of the Redis. Default: `REDIS_URL`, else this machine. */
	readonly redis?: string;
	/** `false` forbids to start a server (`--no-start`). Default: `true`. */
	readonly start: boolean;
};

/**
Get a link to the Redis that the flags and the environment name.

@param mayStart Whether this command may start a server, which ends with it.
@throws {UserError} that says why there is none.
*/
export async function connectSwarm({redis, start}: CommonFlags, signal: AbortSignal, mayStart = false): Promise<ResolvedRedis> {
	const named = redis ?? process.env.REDIS_URL;
	return resolveRedis({
		...(named !== undefined && named !== '' && {address: named}),
		noStart: !start || !mayStart,
		directory: dataDirectory(),
		signal,
	});
}

/**
Where a server that we start keeps its data: each port has its own.

@param port Default: 6379.
*/
export function dataDirectory(port = 6379): string {
	const {data} = envPaths('haiku-swarm', {suffix: ''});
	return port === 6379 ? data : path.join(data, `port-${port}`);
}
