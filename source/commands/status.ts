import {safeJson} from '../protocol/clean-text.js';
import {defineCommand} from './command.js';
import {withConnection} from './connect.js';
import {toggle} from './flags.js';
import {readSnapshot} from './read-snapshot.js';
import {statusJson} from './status-json.js';
import {statusLine, statusText} from './status-text.js';

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
	async run(call) {
		const {flags: {json, line}, signal, print} = call;
		await withConnection(call, async connection => {
			const snapshot = await readSnapshot(connection, line, signal);
			await print(`${line ? statusLine(snapshot) : (json ? safeJson(statusJson(snapshot, connection), 2) : statusText(snapshot))}\n`);
		});
	},
});
