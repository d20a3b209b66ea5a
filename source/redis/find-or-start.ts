import {setTimeout as delay} from 'node:timers/promises';
import {UserError} from '../protocol/user-error.js';
import {describeAddress, parseAddress, type Address} from './address.js';
import {ConnectionError} from './connection-error.js';
import {connect, type Connection} from './connection.js';
import {ServerTakenError, startOwnServer, type OwnServer} from './started-server.js';
import {chooseServer} from './choose-server.js';

/** Where to look for Redis, and how to start one. */
export type FindOrStartOptions = {
	/** From `--redis` or `REDIS_URL`. Default: look on this machine. */
	readonly address?: string;
	/** Never start a server. */
	readonly noStart: boolean;
	/** For the data of a server that is started. */
	readonly directory: string;
	/** Where to look on this machine. Default: 6379. */
	readonly port?: number;
	/** Absolute paths. Default: those of the PATH. */
	readonly programDirectories?: readonly string[];
	readonly signal: AbortSignal;
};

/** A link, and the server if it was started here. Whoever closes the link then stops the server. */
export type FoundRedis = {readonly connection: Connection; readonly ownServer: OwnServer | null};

/**
Get a link to the Redis of the swarm: the one at the given address; else the one at `localhost:6379`; else one that is started there. Processes that start at the same time share one server.

@throws {UserError} when there is none. Nothing is left running then.
*/
export async function findOrStartRedis(options: FindOrStartOptions): Promise<FoundRedis> {
	const {address, signal, port = 6379} = options;
	if (address !== undefined) {
		return {connection: await connect(parseAddress(address), {signal}), ownServer: null};
	}

	const local: Address = {
		kind: 'tcp', host: 'localhost', port, tls: false, db: 0,
	};
	// The fastest process starts the server. If it dies meanwhile, another attempt succeeds.
	for (let attempt = 1; ; attempt++) {
		try {
			return {connection: await connect(local, {signal}), ownServer: null};
		} catch (error) {
			if (!(error instanceof ConnectionError) || error.problem !== 'nothingListens') {
				throw error;
			}
		}

		try {
			return await startAndConnect(local, port, options);
		} catch (error) {
			if (!(error instanceof ServerTakenError) || attempt === 100) {
				throw error;
			}
		}

		await delay(100, undefined, {signal});
	}
}

async function startAndConnect(address: Address, port: number, {noStart, directory, programDirectories, signal}: FindOrStartOptions): Promise<FoundRedis> {
	if (noStart) {
		throw new UserError(`Nothing listens at ${describeAddress(address)}, and nothing is started from here; start the dashboard, a worker or haiku-swarm server without --no-start, or say with --redis where a Redis is.`, 'noRedis');
	}

	const binary = await chooseServer({dataDirectory: directory, signal, directories: programDirectories});
	const ownServer = await startOwnServer({
		port, directory, binary, signal,
	});
	try {
		return {connection: await connect(ownServer.address, {signal}), ownServer};
	} catch (error) {
		await ownServer.stop();
		throw error;
	}
}
