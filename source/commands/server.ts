import {once} from 'node:events';
import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {describeAddress} from '../redis/address.js';
import {resolveRedis} from '../redis/resolve.js';
import {describeServer} from '../text/server-text.js';
import {dataDirectory, type CommonFlags} from './connect.js';
import {serverWords} from './server-words.js';

/** The flags of `server`. */
export type ServerFlags = CommonFlags & {
	/** Of the loopback addresses. */
	readonly port: number;
};

/**
`server`: run a Redis for others to join, until a signal asks to stop. Its data is that of the dashboard.

@throws {UserError} when the port is none, one listens there already, or it ends by itself.
*/
export async function runServer({port, redis, start}: ServerFlags, signal: AbortSignal): Promise<void> {
	if (redis !== undefined || !start) {
		throw new UserError('Expected no --redis and no --no-start with server, which starts one on this machine.', 'usage');
	}

	if (!Number.isInteger(port) || port < 1 || port > 65_535) {
		throw new UserError('Expected --port from 1 to 65535.', 'usage');
	}

	const {connection, ownServer} = await resolveRedis({
		noStart: false, directory: dataDirectory(port), port, signal,
	});
	await connection.close();
	if (ownServer === null) {
		throw new UserError(clean`A Redis answers at ${describeAddress(connection.address)} already: ${describeServer(connection.server)}. Nothing was started; join that one, or say another --port.`);
	}

	const {started, warnings} = serverWords(connection, ownServer);
	process.stdout.write([clean`${started ?? ''}. Ctrl-C ends it.`, ...warnings, ''].join('\n'));

	await Promise.race([ownServer.wait(), signal.aborted || once(signal, 'abort')]);
	if (!signal.aborted) {
		throw new UserError(clean`The server keeps crashing; see ${ownServer.logFile}.`);
	}

	await ownServer.stop();
	process.exitCode = 0;
}
