import process from 'node:process';
import {
	clean, cleanText, safeJson,
} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import {UserError} from '../protocol/user-error.js';
import {loadFinding} from '../swarm/load-records.js';
import {fit} from '../terminal/fit.js';
import {formatMoment, formatUsd} from '../text/format.js';
import {findingsView, remarkOf, withRemark} from '../dashboard/views/findings.js';
import {connectSwarm, type CommonFlags} from './connect.js';
import {readSwarm} from './read-swarm.js';
import {findingJson} from './status-json.js';

const defaultWidth = 100;

/** The flags of `findings`. */
export type FindingsFlags = CommonFlags & {
	/** Only findings with this text in them. Default: all. */
	readonly filter?: string;
	readonly json: boolean;
};

/**
`findings`: the newest 1,000, newest first, one a line. `findings <id>`: one, whole.

@throws {UserError} when there is no finding with the id.
*/
export async function printFindings(id: string | undefined, flags: FindingsFlags, signal: AbortSignal): Promise<void> {
	const {connection} = await connectSwarm(flags, signal);
	try {
		if (id !== undefined) {
			const finding = await loadFinding(connection, id);
			if (!finding) {
				throw new UserError(`Expected the id of a finding, but there is no finding ${clean`${id}`}. \`haiku-swarm findings\` lists them.`);
			}

			process.stdout.write(flags.json ? `${safeJson(findingJson(finding), 2)}\n` : `${findingText(finding)}\n`);
			return;
		}

		const snapshot = await readSwarm(connection, {signal, confirm: false});
		const selection = {filter: flags.filter ?? '', sortedBy: null};
		const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
		const found = new Set(Array.from({length: findingsView.count(snapshot, selection)}, (_, index) => findingsView.idAt(snapshot, selection, index)));
		const findings = snapshot.findings.items.filter(finding => found.has(finding.id));
		process.stdout.write(flags.json
			? `${safeJson(findings.map(finding => findingJson(finding)), 2)}\n`
			: findings.map(finding => `${rowText(finding, width)}\n`).join(''));
	} finally {
		await connection.close();
	}
}

function rowText(finding: Finding, width: number): string {
	const line = clean`${finding.id}  ${finding.workerId ?? '?'}  ${withRemark(finding, finding.result.line())}`;
	return Number.isFinite(width) ? fit(line, width) : line;
}

/** A finding, whole, for reading. */
export function findingText(finding: Finding): string {
	const facts = [
		['finding', finding.id],
		['worker', finding.workerId ?? '?'],
		['at', finding.atMs === null ? '?' : formatMoment(finding.atMs)],
		['cost', `${formatUsd(finding.costUsd)} for ${finding.tokens ?? '?'} tokens`],
		...(remarkOf(finding) === '' ? [] : [['note', finding.malformed ?? [remarkOf(finding), ...finding.oddities].join('; ')]]),
		...finding.filesChanged.map(file => ['file', file.line()]),
		...finding.citations.map(citation => ['cites', citation]),
		['task', finding.task.line(defaultWidth * 4)],
	] as const;
	return [...facts.map(([label = '', value = '']) => cleanText(`${label.padEnd(9)}${value}`)), '', ...finding.result.lines()].join('\n');
}
