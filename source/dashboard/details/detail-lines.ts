import {clean, cleanText, type CleanText} from '../../protocol/clean-text.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import type {Target} from '../../views/define-view.js';
import {lineOf, type Line} from '../../views/lines.js';

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

/** A heading and a text. */
export function body(title: string, text: UntrustedText): readonly Line[] {
	return [...heading(title), ...text.lines().map(line => ({text: line, style: 'plain' as const}))];
}

/** One label before a list of values, one line each. */
export function list(label: string, values: readonly string[], style: Line['style'] = 'plain'): readonly Line[] {
	return values.flatMap((value, index) => field(index === 0 ? label : '', cleanText(value), style));
}
