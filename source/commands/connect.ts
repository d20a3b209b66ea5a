import path from 'node:path';
import process from 'node:process';
import envPaths from 'env-paths';
import type {CleanText} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {findOrStartRedis, type FoundRedis} from '../redis/find-or-start.js';
import {usageErrors} from '../text/command-errors.js';
import {crashedServerText, serverWarnings} from '../text/server-text.js';
import type {Call, CommonFlags} from './command.js';

/**
Get a link to the Redis that the flags and the environment name.

@param mayStart Whether this command may start a server, which ends with it.
@throws {UserError} when there is none.
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

/** Connect for the time of one function. */
export async function withConnection({flags, signal}: Pick<Call, 'flags' | 'signal'>, use: (connection: Connection) => Promise<void>): Promise<void> {
	const {connection} = await connectSwarm(flags, signal);
	try {
		await use(connection);
	} finally {
		await connection.close();
	}
}

/** Report what the user should know about the server, now and when it has crashed for good. */
export function reportServer({connection, ownServer}: FoundRedis, warn: (text: CleanText) => void): void {
	for (const warning of serverWarnings(connection.server, ownServer?.warnings ?? [])) {
		warn(warning);
	}

	void ownServer?.ended.then(({isByItself}) => {
		if (isByItself) {
			warn(crashedServerText(ownServer.logFile));
		}
	});
}

/** The address in `--redis`, else in `REDIS_URL`. `undefined`: neither is set. @throws {UserError} of kind `usage` when REDIS_URL is blank. */
export function namedAddress(flag: string | undefined): string | undefined {
	const named = flag ?? process.env.REDIS_URL;
	if (named?.trim() === '') {
		throw new UserError(usageErrors.blankRedisUrl, 'usage');
	}

	return named;
}

/** Where a server that we start keeps its data: each port has its own directory. */
export function dataDirectory(port = 6379): string {
	const {data} = envPaths('haiku-swarm', {suffix: ''});
	return port === 6379 ? data : path.join(data, `port-${port}`);
}
