import {cleanText, type CleanText} from '../protocol/clean-text.js';
import {wrapText} from '../terminal/text-width.js';
import type {Style} from './theme.js';

/** A line of text in one style. */
export type Line = {readonly text: CleanText; readonly style: Style};

/** A line, cleaned. */
export function lineOf(text: string, style: Style = 'plain'): Line {
	return {text: cleanText(text), style};
}

/** Wrap lines to a width. */
export function wrapLines(lines: readonly Line[], width: number): readonly Line[] {
	return lines.flatMap(({text, style}) => wrapText(text, Math.max(1, width)).map(part => ({text: part, style})));
}
