import type {ExecutionContext} from 'ava';
import {Redis, type RedisOptions} from 'ioredis';
import {withRedis, type RedisServer} from '../_helpers/redis-server.js';

/** An embedded server that keeps its data, for one test. */
export async function withEmbedded(t: ExecutionContext, ...config: readonly string[]): Promise<RedisServer> {
	return withRedis(t, {kind: 'embedded', config: ['appendonly yes', ...config]});
}

/** A client for one test, which does not reconnect. */
export function client(t: ExecutionContext, {port}: RedisServer, options: RedisOptions = {}): Redis {
	const redis = new Redis({
		host: '127.0.0.1', port, protocol: 2, retryStrategy: null, maxRetriesPerRequest: 0, ...options,
	});
	redis.on('error', () => undefined);
	t.teardown(() => {
		redis.disconnect();
	});
	return redis;
}

/** Kill it with SIGKILL and start it again. */
export async function crash(server: RedisServer): Promise<void> {
	server.kill('SIGKILL');
	await server.restart();
}
