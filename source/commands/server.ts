import {once} from 'node:events';
import process from 'node:process';
import {clean} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {commandErrors, usageErrors} from '../text/command-errors.js';
import {describeAddress} from '../redis/address.js';
import {findOrStartRedis} from '../redis/find-or-start.js';
import {
	crashedServerText, describeServer, serverWarnings, startedServerText,
} from '../text/server-text.js';
import {defineCommand} from './command.js';
import {dataDirectory} from './connect.js';
import {number} from './flags.js';

/** `server`: run a Redis for others to join, with the same data as the one the dashboard starts, until a signal asks it to end. */
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
			throw new UserError(usageErrors.serverStartsOne, 'usage');
		}

		const {connection, ownServer} = await findOrStartRedis({
			noStart: false, directory: dataDirectory(port), port, signal,
		});
		await connection.close();
		if (ownServer === null) {
			throw new UserError(commandErrors.portInUse(describeAddress(connection.address), describeServer(connection.server)));
		}

		try {
			const started = startedServerText(describeAddress(connection.address), connection.server, ownServer);
			await print([clean`${started}. Ctrl-C ends it.`, ...serverWarnings(connection.server, ownServer.warnings), ''].join('\n'));
			await Promise.race([ownServer.wait(), signal.aborted || once(signal, 'abort')]);
			if (!signal.aborted) {
				throw new UserError(crashedServerText(ownServer.logFile));
			}
		} finally {
			await ownServer.stop();
		}

		// Being stopped is how it succeeds.
		process.exitCode = 0;
	},
});
