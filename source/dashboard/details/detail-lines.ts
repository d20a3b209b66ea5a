import {
	clean, cleanText, type CleanText,
} from '../../protocol/clean-text.js';
import type {UntrustedText} from '../../protocol/untrusted-text.js';
import type {Target} from '../../views/define-view.js';
import type {Line} from '../../views/lines.js';

/** What is shown of something, and what belongs to it. */
export type Details = {
	readonly title: CleanText;
	readonly lines: readonly Line[];
	/** Where `follow` leads, or `null`. */
	readonly next: Target | null;
};

const labelWidth = 12;

/** A label and a value in one line. */
export function field(label: string, value: CleanText, style: Line['style'] = 'plain'): Line {
	return {text: clean`${label.padEnd(labelWidth)}${value}`, style};
}

/** A heading with an empty line above it. */
export function heading(text: CleanText): readonly Line[] {
	return [{text: cleanText(''), style: 'plain'}, {text, style: 'strong'}];
}

/** A heading and a text of any number of lines. */
export function body(title: string, text: UntrustedText): readonly Line[] {
	return [...heading(cleanText(title)), ...text.lines().map(line => ({text: line, style: 'plain' as const}))];
}
