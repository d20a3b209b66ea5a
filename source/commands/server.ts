import {once} from 'node:events';
import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {describeAddress} from '../redis/address.js';
import {findOrStartRedis} from '../redis/find-or-start.js';
import {describeServer, serverWarnings, startedServerText} from '../text/server-text.js';
import {defineCommand} from './command.js';
import {dataDirectory} from './connect.js';
import {number} from './flags.js';

/** `server`: run a Redis for others to join, until a signal asks to stop. Its data is that of the dashboard. */
export const command = defineCommand({
	name: 'server',
	summary: 'a Redis for others to join, until Ctrl-C',
	arguments: [],
	flags: {
		port: number('<port>', 'on the loopback addresses (default: 6379)', {min: 1, max: 65_535, isWhole: true}, 6379),
	},
	examples: ['haiku-swarm server', 'haiku-swarm server --port 6400'],
	async run({flags: {port, redis, start}, signal, print}) {
		if (redis !== undefined || !start) {
			throw new UserError('Expected no --redis and no --no-start with server, which starts one on this machine.', 'usage');
		}

		const {connection, ownServer} = await findOrStartRedis({
			noStart: false, directory: dataDirectory(port), port, signal,
		});
		await connection.close();
		if (ownServer === null) {
			throw new UserError(clean`Expected a free port, but a Redis already answers at ${describeAddress(connection.address)}: ${describeServer(connection.server)}. Use that one, or choose another --port.`);
		}

		try {
			const started = startedServerText(describeAddress(connection.address), connection.server, ownServer);
			await print([clean`${started}. Ctrl-C ends it.`, ...serverWarnings(connection.server, ownServer.warnings), ''].join('\n'));
			await Promise.race([ownServer.wait(), signal.aborted || once(signal, 'abort')]);
			if (!signal.aborted) {
				throw new UserError(clean`The server keeps crashing; see ${ownServer.logFile}.`);
			}
		} finally {
			await ownServer.stop();
		}

		// To stop it is how it ends well.
		process.exitCode = 0;
	},
});
