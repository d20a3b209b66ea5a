import {once} from 'node:events';
import {connect} from 'node:net';
import {setTimeout as delay} from 'node:timers/promises';
import {startRedis, type RedisServer} from '../redis-server.js';

/**
Start a server that forgets nothing it has answered for, whatever kills it.

`appendfsync always`, because a server with `everysec` may answer before it has written: while the disk is slow it keeps up to two seconds of commands to itself, and a -9 then takes back
claims, results and money that the swarm was told are safe. The file is never rewritten, so that it is the history of all writes.
*/
export async function startDurableRedis(): Promise<RedisServer> {
	return startRedis({config: ['appendonly yes', 'appendfsync always', 'auto-aof-rewrite-percentage 0']});
}

/**
Stop a server with a signal, and start it again from its append-only file.

@param downMs How long nobody is there.
*/
export async function restartRedis(server: RedisServer, signal: 'SIGTERM' | 'SIGKILL', downMs: number): Promise<void> {
	const witness = connect(server.port, '127.0.0.1');
	await once(witness, 'connect');
	const ended = new Promise(resolve => {
		witness.on('error', () => undefined).once('close', resolve);
	});
	server.kill(signal);
	await ended;
	await delay(downMs);
	await server.restart();
}
