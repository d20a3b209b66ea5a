import process from 'node:process';
import {safeJson} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import type {Connection} from '../redis/connection.js';
import {NewestFindings} from '../store/newest-findings.js';
import {loadFinding, readAllFindings} from '../swarm/load-records.js';
import {commandErrors} from '../text/command-errors.js';
import {findingIncludes, newestListed} from '../text/finding-text.js';
import {defineCommand} from './command.js';
import {withConnection} from './connect.js';
import {findingRow, findingText} from './print-finding.js';
import {text, toggle} from './flags.js';
import {findingJson} from './status-json.js';

const maxListed = 1000;

/** `findings`: the newest 1,000 that match the filter, newest first, one per line. `findings <id>`: one in full. */
export const command = defineCommand({
	name: 'findings',
	summary: 'what was found, newest first; with an id: one finding in full',
	arguments: ['[id]'],
	flags: {
		filter: text('<text>', 'only findings that contain this text'),
		json: toggle('as JSON'),
	},
	examples: ['haiku-swarm findings --filter parseDate', 'haiku-swarm findings finding_9c1e22ab'],
	async run(call) {
		const {arguments: [id], flags: {filter = '', json}, signal, print} = call;
		await withConnection(call, async connection => {
			if (id !== undefined) {
				const finding = await loadFinding(connection, id);
				if (!finding) {
					throw new UserError(commandErrors.noSuchFinding(id));
				}

				await print(json ? `${safeJson(findingJson(finding), 2)}\n` : `${findingText(finding)}\n`);
				return;
			}

			const {items, matches} = await search(connection, filter.toLowerCase(), signal);
			const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
			await print(json
				? `${safeJson(items.map(finding => findingJson(finding)), 2)}\n`
				: items.map(finding => `${findingRow(finding, width)}\n`).join(''));
			if (matches > items.length) {
				process.stderr.write(`${newestListed(items.length, matches)}\n`);
			}
		});
	},
});

async function search(connection: Connection, needle: string, signal: AbortSignal) {
	const newest = new NewestFindings(maxListed);
	let matches = 0;
	for await (const page of readAllFindings(connection, signal)) {
		for (const finding of page.filter(finding => findingIncludes(finding, needle))) {
			matches++;
			newest.add(finding, finding.atMs ?? 0);
		}
	}

	return {items: newest.items, matches};
}
