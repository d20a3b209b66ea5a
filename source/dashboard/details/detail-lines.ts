import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import {formatCount} from '../../text/format-numbers.js';
import type {Target} from '../../views/define-view.js';
import {lineOf, type Line} from '../../views/lines.js';
import {memoizeWeak} from '../../views/memoize.js';

/** The details of something. */
export type Details = {
	readonly title: CleanText;
	readonly lines: readonly Line[];
	/** The target of `follow`, or `null`. */
	readonly next: Target | null;
};

const labelWidth = 12;

/** A label and a value in one line. `null`: no line. */
export function field(label: string, value: CleanText | string | null, style: Line['style'] = 'plain'): readonly Line[] {
	return value === null ? [] : [{text: clean`${label.padEnd(labelWidth)}${value}`, style}];
}

/** A heading below an empty line. */
export function heading(text: string): readonly Line[] {
	return [lineOf(''), lineOf(text, 'strong')];
}

const maxShown = 50_000;

// Cleaned and indented once, since a frame is drawn ten times a second. Wrapped once, too: see `wrapLines`.
const linesOf = memoizeWeak((text: UntrustedText): readonly Line[] => [
	...text.lines(maxShown).map(line => lineOf(line)),
	...(text.length > maxShown ? [lineOf(`These are the first ${formatCount(maxShown)} of ${formatCount(text.length)} characters.`, 'quiet')] : []),
]);

/** A heading and a text, up to 50,000 characters of it. */
export function body(title: string, text: UntrustedText): readonly Line[] {
	return [...heading(title), ...linesOf(text)];
}

/** One label before a list of values, one line each. */
export function list(label: string, values: readonly string[], style: Line['style'] = 'plain'): readonly Line[] {
	return values.flatMap((value, index) => field(index === 0 ? label : '', cleanText(value), style));
}
