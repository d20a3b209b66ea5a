import {clean, cleanText, type CleanText} from '../protocol/clean-text.js';
import {noZone, type Finding} from '../protocol/finding.js';
import {countOf} from './count-of.js';
import {formatCount} from './format-numbers.js';

/** Why a finding stands out, in a word; empty for most. */
export function remarkOf(finding: Finding): string {
	if (finding.malformed !== null) {
		return 'malformed';
	}

	if (finding.simulated) {
		return 'simulated';
	}

	return finding.status === 'completed' ? (finding.oddities.some(oddity => oddity !== noZone) ? 'odd' : '') : finding.status;
}

/** A finding in one line: its result, or why it has none. */
export function resultLine(finding: Finding): CleanText {
	return finding.malformed !== null && finding.result.length === 0 ? cleanText(finding.malformed) : finding.result.line();
}

/** A text of a finding after its remark, unless the text begins with it. */
export function withRemark(finding: Finding, text: CleanText): CleanText {
	const remark = remarkOf(finding);
	return remark === '' || text.startsWith(`(${remark})`) ? text : clean`(${remark}) ${text}`;
}

/** That only the newest findings that match a filter are listed. */
export function newestListed(listed: number, matches: number): CleanText {
	return clean`Only the newest ${formatCount(listed)} of ${countOf(matches, 'matching finding')} are listed. Narrow --filter to see others.`;
}

/** Whether a text, in lower case, is in one of the parts of a finding that people see. */
export function findingIncludes(finding: Finding, text: string): boolean {
	return finding.id.toLowerCase().includes(text)
		|| (finding.workerId?.toLowerCase().includes(text) ?? false)
		|| remarkOf(finding).includes(text)
		|| finding.task.includes(text)
		|| finding.result.includes(text)
		|| finding.filesChanged.some(file => file.includes(text));
}
