import type {ExecutionContext} from 'ava';
import type {Connection} from '../../source/redis/connection.js';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';
import {open} from '../swarm/_watch.js';

/** A Redis for one test, and a connection to it. */
export async function server(t: ExecutionContext): Promise<{readonly redis: RedisServer; readonly connection: Connection}> {
	const redis = await withRedis(t);
	return {redis, connection: await open(t, redis.url)};
}

/** Publish tasks. */
export async function announce(connection: Connection, ...ids: readonly string[]): Promise<void> {
	for (const id of ids) {
		await connection.call('SET', `task:${id}`, JSON.stringify({description: `do ${id}`}));
		await connection.call('PUBLISH', 'channel:tasks', id);
	}
}

/** A finding as it was written. */
export type Written = Readonly<Record<string, unknown>>;

/** The findings that are as wanted, in the order of their ids. Default: all. */
export async function findings(connection: Connection, isWanted: (finding: Written) => boolean = () => true): Promise<readonly Written[]> {
	const keys = await connection.call('KEYS', 'finding:*') as readonly string[];
	const found = await Promise.all(keys.toSorted().map(async key => JSON.parse(String(await connection.call('GET', key))) as Written));
	return found.filter(finding => isWanted(finding));
}
