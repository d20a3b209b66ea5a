import {cleanText, type CleanText} from '../protocol/clean-text.js';
import {wrapText} from '../terminal/text-width.js';
import type {Style} from './theme.js';

/** A line of text in one style. */
export type Line = {readonly text: CleanText; readonly style: Style};

/** A line, cleaned. */
export function lineOf(text: string, style: Style = 'plain'): Line {
	return {text: cleanText(text), style};
}

const kept = new WeakMap<Line, {readonly width: number; readonly parts: readonly Line[]}>();

/** Wrap lines to a width. A line that was wrapped before is not wrapped again. */
export function wrapLines(lines: readonly Line[], width: number): readonly Line[] {
	return lines.flatMap(line => {
		let wrapped = kept.get(line);
		if (wrapped?.width !== width) {
			wrapped = {width, parts: wrapText(line.text, Math.max(1, width)).map(text => ({text, style: line.style}))};
			kept.set(line, wrapped);
		}

		return wrapped.parts;
	});
}
