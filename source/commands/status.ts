import {safeJson} from '../protocol/clean-text.js';
import {defineCommand} from './command.js';
import {connectSwarm} from './connect.js';
import {toggle} from './flags.js';
import {readSnapshot} from './read-snapshot.js';
import {statusJson} from './status-json.js';
import {statusLine} from './status-line.js';
import {statusText} from './status-text.js';

/** `status`: the swarm as tables, as JSON, or as one line. */
export const command = defineCommand({
	name: 'status',
	summary: 'the swarm as tables',
	arguments: [],
	flags: {
		json: toggle('everything, as one JSON object'),
		line: toggle('one line, for a status bar'),
	},
	examples: ['haiku-swarm status', 'haiku-swarm status --line', 'haiku-swarm status --json | jq .problems'],
	async run({flags, signal, print}) {
		const {connection} = await connectSwarm(flags, signal);
		try {
			if (flags.line) {
				await print(`${statusLine(await readSnapshot(connection, {signal, withFindings: false, confirm: false}))}\n`);
				return;
			}

			const snapshot = await readSnapshot(connection, {signal});
			await (flags.json ? print(`${safeJson(statusJson(snapshot, connection), 2)}\n`) : print(`${statusText(snapshot)}\n`));
		} finally {
			await connection.close();
		}
	},
});
