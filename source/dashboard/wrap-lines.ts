import {wrapText} from '../terminal/fit.js';
import type {Line} from './view.js';

/** Lines of any length as lines of a width. */
export function wrapLines(lines: readonly Line[], width: number): readonly Line[] {
	return lines.flatMap(({text, style}) => wrapText(text, Math.max(1, width)).map(part => ({text: part, style})));
}
