import {clean, cleanText} from '../protocol/clean-text.js';
import type {Finding} from '../protocol/finding.js';
import {remarkOf, withRemark} from '../text/finding-text.js';
import {fit} from '../terminal/text-width.js';
import {formatMoment, formatUsd} from '../text/format-numbers.js';

const maxTaskWidth = 400;

/** A finding in one line. */
export function findingRow(finding: Finding, width: number): string {
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
		['task', finding.task.line(maxTaskWidth)],
	] as const;
	return [...facts.map(([label = '', value = '']) => cleanText(`${label.padEnd(9)}${value}`)), '', ...finding.result.lines()].join('\n');
}
