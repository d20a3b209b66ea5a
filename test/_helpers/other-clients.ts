import type {RedisServer} from './redis-server.js';
import {serverKind} from './server-kind.js';

/** How many clients a server has, besides the one that asks and the embedded server's own. */
export async function otherClients(server: RedisServer): Promise<number> {
	const clients = await server.cli('CLIENT', 'LIST', 'TYPE', 'normal');
	return clients.trim().split('\n').length - (serverKind === 'embedded' ? 2 : 1);
}
