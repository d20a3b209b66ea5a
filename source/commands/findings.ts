import process from 'node:process';
import {
	clean, cleanText, safeJson,
} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import {UserError} from '../protocol/user-error.js';
import {loadFinding} from '../swarm/load-records.js';
import {NewestFindings} from '../store/newest-findings.js';
import {readAllFindings} from '../swarm/read-all-findings.js';
import {fit} from '../terminal/fit.js';
import {countOf} from '../text/count-of.js';
import {findingIncludes, remarkOf, withRemark} from '../text/findings.js';
import {formatCount, formatMoment, formatUsd} from '../text/format.js';
import {connectSwarm, type CommonFlags} from './connect.js';
import {findingJson} from './status-json.js';

const defaultWidth = 100;
const maxListed = 1000;

/** The flags of `findings`. */
export type FindingsFlags = CommonFlags & {
	/** Only findings with this text in them. Default: all. */
	readonly filter?: string;
	readonly json: boolean;
};

/**
`findings`: the newest 1,000 of those that match the filter, newest first, one a line. `findings <id>`: one, whole.

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

		const needle = (flags.filter ?? '').toLowerCase();
		const newest = new NewestFindings(maxListed);
		let matches = 0;
		for await (const findings of readAllFindings(connection, signal)) {
			for (const finding of findings) {
				if (findingIncludes(finding, needle)) {
					matches++;
					newest.add(finding, finding.atMs ?? 0);
				}
			}
		}

		const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
		process.stdout.write(flags.json
			? `${safeJson(newest.items.map(finding => findingJson(finding)), 2)}\n`
			: newest.items.map(finding => `${rowText(finding, width)}\n`).join(''));
		if (matches > newest.items.length) {
			process.stderr.write(clean`Only the newest ${countOf(newest.items.length, 'matching finding')} are listed, of more than ${formatCount(maxListed)}. Narrow the --filter to see others.` + '\n');
		}
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
