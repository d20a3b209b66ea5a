import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import {UserError} from '../protocol/user-error.js';
import {findOrStartRedis, type FoundRedis} from '../redis/find-or-start.js';
import type {CommonFlags} from './command.js';

/**
Get a link to the Redis that the flags and the environment name.

@param mayStart Whether this command may start a server, which ends with it.
@throws {UserError} that says why there is none.
*/
export async function connectSwarm({redis, start}: CommonFlags, signal: AbortSignal, mayStart = false): Promise<FoundRedis> {
	const address = namedAddress(redis);
	return findOrStartRedis({
		...(address !== undefined && {address}),
		noStart: !start || !mayStart,
		directory: dataDirectory(),
		signal,
	});
}

/**
The address that `--redis` names, else `REDIS_URL`; `undefined`: neither is set.

@throws {UserError} of kind `usage` when REDIS_URL is set and blank.
*/
export function namedAddress(flag: string | undefined): string | undefined {
	const named = flag ?? process.env.REDIS_URL;
	if (named?.trim() === '') {
		throw new UserError('Expected an address in REDIS_URL, got a blank value. Set it to redis://host:port, or unset it to use localhost:6379.', 'usage');
	}

	return named;
}

/**
Where a server that we start keeps its data: each port has its own.

@param port Default: 6379.
*/
export function dataDirectory(port = 6379): string {
	const {data} = envPaths('haiku-swarm', {suffix: ''});
	return port === 6379 ? data : path.join(data, `port-${port}`);
}
