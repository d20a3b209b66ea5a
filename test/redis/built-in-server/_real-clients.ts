import type {ExecutionContext} from 'ava';
import {withRedis, type RedisServer} from '../../_helpers/redis-server.js';
import {isInstalled, type ServerKind} from '../../_helpers/server-kind.js';

/** The servers that a client is tried with: the built-in one, and where there is one a real one, so that what is expected of ours is what Redis does. */
export const servers: readonly ServerKind[] = isInstalled('redis-server') ? ['built-in', 'redis'] : ['built-in'];

/** A server for one test, on a port and on a socket `server.sock` in its directory, which only this user may enter. */
export async function withSocketServer(t: ExecutionContext, kind: ServerKind): Promise<RedisServer> {
	return withRedis(t, {kind, config: ['unixsocket server.sock', 'unixsocketperm 700']});
}
