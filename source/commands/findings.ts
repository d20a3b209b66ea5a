import process from 'node:process';
import {clean, safeJson} from '../protocol/clean-text.js';
import {UserError} from '../protocol/user-error.js';
import {NewestFindings} from '../store/newest-findings.js';
import {loadFinding} from '../swarm/load-records.js';
import {readAllFindings} from '../swarm/read-all-findings.js';
import {countOf} from '../text/count-of.js';
import {findingIncludes} from '../text/findings.js';
import {formatCount} from '../text/format.js';
import {defineCommand} from './command.js';
import {connectSwarm} from './connect.js';
import {findingRow, findingText} from './finding-text.js';
import {text, toggle} from './flags.js';
import {findingJson} from './status-json.js';

const maxListed = 1000;

/** `findings`: the newest 1,000 of those that match the filter, newest first, one a line. `findings <id>`: one, whole. */
export const command = defineCommand({
	name: 'findings',
	summary: 'what was found, newest first; with an id: one finding, whole',
	arguments: ['[id]'],
	flags: {
		filter: text('<text>', 'only findings that contain this text'),
		json: toggle('as JSON'),
	},
	examples: ['haiku-swarm findings --filter parseDate', 'haiku-swarm findings finding_9c1e22ab'],
	async run({arguments: [id], flags, signal, print}) {
		const {connection} = await connectSwarm(flags, signal);
		try {
			if (id !== undefined) {
				const finding = await loadFinding(connection, id);
				if (!finding) {
					throw new UserError(clean`Expected the id of a finding, but there is no finding ${id}. haiku-swarm findings lists them.`);
				}

				await print(flags.json ? `${safeJson(findingJson(finding), 2)}\n` : `${findingText(finding)}\n`);
				return;
			}

			const needle = (flags.filter ?? '').toLowerCase();
			const newest = new NewestFindings(maxListed);
			let matches = 0;
			for await (const page of readAllFindings(connection, signal)) {
				for (const finding of page) {
					if (findingIncludes(finding, needle)) {
						matches++;
						newest.add(finding, finding.atMs ?? 0);
					}
				}
			}

			const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
			await print(flags.json
				? `${safeJson(newest.items.map(finding => findingJson(finding)), 2)}\n`
				: newest.items.map(finding => `${findingRow(finding, width)}\n`).join(''));
			if (matches > newest.items.length) {
				process.stderr.write(clean`Only the newest ${countOf(newest.items.length, 'matching finding')} are listed, of more than ${formatCount(maxListed)}. Narrow the --filter to see others.` + '\n');
			}
		} finally {
			await connection.close();
		}
	},
});
